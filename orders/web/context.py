"""What every template may use: the store, and the languages of the page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from orders import conf


def store(request: HttpRequest) -> dict[str, Any]:
    """`store` (name, support_email, support_url) and `languages` (code, name, url, current)."""
    current = get_language()
    languages = [
        {"code": code, "name": name, "url": f"?lang={code}", "current": code == current}
        for code, name in conf.languages()
    ]
    return {"store": conf.store(), "languages": languages}
