"""How words are set: a template library.

`{{ page.sentence|in_phrases }}` says where a Japanese headline may break: between phrases, which only Chromium finds by
itself; every other language is left as it is. `{{ words|with_room }}` is for what ends with a colon.
"""

from functools import lru_cache

import budoux
from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from orders.presenters.colons import with_room

register = template.Library()
register.filter(with_room)


@register.filter
def in_phrases(text: str) -> str:
    """HTML in which `<wbr>` stands between the phrases. Markup is not read: text that holds any stays whole."""
    if get_language() != "ja" or (isinstance(text, SafeString) and not {"<", "&"}.isdisjoint(text)):
        return conditional_escape(text)
    return format_html_join(SafeString("<wbr>"), "{}", ((phrase,) for phrase in _phrases(str(text))))


@lru_cache(maxsize=512)
def _phrases(text: str) -> tuple[str, ...]:
    return tuple(_parser().parse(text.strip()))


@lru_cache(maxsize=1)
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()
