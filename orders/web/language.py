"""Which language a reader gets: `?lang=` first, then the browser's wish, then the shop's own. No cookie is needed."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from orders import conf
from orders.presenters.spoken import find_spoken
from orders.web.staff_only import ADMIN_PATH

STAFF_LANGUAGE = "en"
"""The admin is in one language: ours has no translations, and Django's would be mixed with it."""
MOST_ASKED = 300
"""A longer Accept-Language header is cut: what matters stands at its beginning."""


class LanguageMiddleware:
    """Activates the reader's language for the request and names it in the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(ADMIN_PATH):
            language = STAFF_LANGUAGE
        else:
            language = choose_language(
                request.GET.get("lang", ""), request.headers.get("Accept-Language", "")
            )
        translation.activate(language)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language",))
        return response


def choose_language(asked: str, accepted: str) -> str:
    """The code of the language to use, out of those the site speaks."""
    return _choose(_as_asked(asked), accepted[:MOST_ASKED], _spoken())


def find_asked_language(asked: str) -> str | None:
    """The code under which the site speaks the language that an address asks for: `pt-br` for `pt`, `PT` or `pt_BR`."""
    return find_spoken(_as_asked(asked), _spoken())


@lru_cache(maxsize=512)
def _choose(asked: str, accepted: str, spoken: tuple[str, ...]) -> str:
    wishes = [asked, *(code for code, _ in parse_accept_lang_header(accepted))]
    return next(filter(None, (find_spoken(wish, spoken) for wish in wishes)), spoken[0])


def _as_asked(text: str) -> str:
    return text[:20].lower().replace("_", "-")


def _spoken() -> tuple[str, ...]:
    return _codes(conf.languages())


@lru_cache(maxsize=4)
def _codes(languages: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(code for code, _ in languages)
