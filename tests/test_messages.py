"""The translations are complete, and the script that keeps them finds every way in which they could not be."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation import to_locale

from scripts.messages import (
    PLACEHOLDER,
    ROOT,
    build_template,
    catalogue_paths,
    compile_all,
    extract_all,
    find_faults,
)
from tracking_site.languages import LANGUAGE_NAMES

CATALOGUE = Path("locale/es/LC_MESSAGES/django.po")
SAME_IN = {"pt_BR": {"Item"}}
"""Words that a language shares with English."""


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A site of one module and one template, translated and compiled."""
    (tmp_path / "orders").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / CATALOGUE).parent.mkdir(parents=True)
    (tmp_path / "orders" / "words.py").write_text(
        '_ = gettext\nhello = ngettext("%(n)d mug", "%(n)d mugs", n)\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}\n  <p title="it\'s">\n{% translate "Good day" %}</p>\n'
    )
    write_catalogue(
        tmp_path,
        'msgid "%(n)d mug"\nmsgid_plural "%(n)d mugs"\nmsgstr[0] "%(n)d taza"\nmsgstr[1] "%(n)d tazas"\n\n'
        'msgid "Good day"\nmsgstr "Buenos días"\n',
    )
    return tmp_path


def write_catalogue(root: Path, messages: str) -> None:
    header = (
        'msgid ""\nmsgstr ""\n"Language: es\\n"\n"POT-Creation-Date: 2026-01-01 00:00+0000\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    (root / CATALOGUE).write_text(header + messages, encoding="utf-8")
    compile_all(root)


def messages_of(language: str) -> Catalog:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def as_list(strings: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [strings] if isinstance(strings, str) else list(strings or ())


def test_everything_a_reader_sees_is_translated_and_compiled() -> None:
    assert list(find_faults(ROOT)) == []


def test_every_language_on_offer_but_english_has_a_catalogue() -> None:
    names = {path.parent.parent.name for path in catalogue_paths(ROOT)}
    assert names == {to_locale(code) for code in LANGUAGE_NAMES if code != "en"}


@pytest.mark.parametrize(
    ("language", "never"),
    [
        ("de", r"\bdu\b|\bdein|\bdir\b|\bdich\b|\beuch\b"),
        ("es", r"\busted|\bsu pedido\b"),
        ("fr", r"\btu\b|\bton\b|\bta\b|\btes\b|[ \u00a0][;!?\u00bb]| :|\u00ab[ \u00a0]"),
        ("it", r"\bLei\b|\bemail\b|numero di tracking"),
        ("nl", r"\bu\b|\buw\b|volgnummer|laatste dat"),
        ("pt_BR", r"\btu\b|\bteu\b|c\u00f3digo de rastreamento"),
        ("ja", r"[^\x00-\x7f]:"),
        ("ar", r"\u062a\u062a\u0628\u0651\u0639|\u0641\u0631\u0627\u0633\u0644\u0646\u0627"),
    ],
)
def test_a_language_has_one_register_one_word_for_a_thing_and_its_own_signs(
    language: str, never: str
) -> None:
    strings = [text for message in messages_of(language) if message.id for text in as_list(message.string)]
    texts = [re.sub(r"%\(\w+\)[sd]", "", text) for text in strings]
    assert not [text for text in texts if re.search(never, text, re.IGNORECASE if language == "de" else 0)]


@pytest.mark.parametrize("language", sorted(to_locale(code) for code in LANGUAGE_NAMES if code != "en"))
def test_no_words_are_left_in_english(language: str) -> None:
    repeated = {
        english
        for message in messages_of(language)
        for english, text in zip(as_list(message.id), as_list(message.string), strict=False)
        if text == english and "date pattern" not in (message.context or "")
    }
    with_words = {text for text in repeated if re.search(r"[a-z]", PLACEHOLDER.sub("", text))}
    assert with_words == SAME_IN.get(language, set())


@pytest.mark.parametrize(
    ("language", "forms"),
    [("ar", 6), ("de", 2), ("es", 2), ("fr", 2), ("it", 2), ("ja", 1), ("nl", 2), ("pt_BR", 2)],
)
def test_a_language_has_its_own_plural_forms(language: str, forms: int) -> None:
    catalogue = messages_of(language)
    message = catalogue.get("Checked with the shop %(count)d minute ago")
    assert message is not None
    assert len(as_list(message.string)) == catalogue.num_plurals == forms


def test_a_form_of_one_number_may_say_it_in_a_word_and_no_other_may(tmp_path: Path) -> None:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "words.py").write_text('ngettext("%(count)d mug", "%(count)d mugs", n)\n')
    path = tmp_path / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    rule = "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"
    for many, faults in (("%(count)d many", 0), ("many", 1)):
        path.write_text(
            f'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Plural-Forms: {rule}\\n"\n'
            '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
            'msgid "%(count)d mug"\nmsgid_plural "%(count)d mugs"\n'
            f'msgstr[0] "one"\nmsgstr[1] "two"\nmsgstr[2] "{many}"\n'
        )
        compile_all(tmp_path)
        assert sum("placeholders differ" in fault for fault in find_faults(tmp_path)) == faults


def test_it_finds_messages_in_code_and_in_templates() -> None:
    ids = {message.id for message in build_template(ROOT)}
    assert "Checked with the shop just now" in ids
    assert "Find my order" in ids


def test_a_complete_site_has_no_faults(small_site: Path) -> None:
    assert list(find_faults(small_site)) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgid "Good day"\nmsgstr "Buenos días"\n', "", "missing: 'Good day'"),
        ('"Buenos días"', '""', "not translated: 'Good day'"),
        ('msgid "Good day"', '#, fuzzy\nmsgid "Good day"', "fuzzy: 'Good day'"),
        ('"%(n)d taza"', '"una taza"', "placeholders differ"),
        ('msgstr[1] "%(n)d tazas"\n', "", "not translated"),
        ('msgid "Good day"', 'msgid "Good bye"', "no longer used: 'Good bye'"),
    ],
)
def test_it_says_what_is_wrong(small_site: Path, before: str, after: str, fault: str) -> None:
    path = small_site / CATALOGUE
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    compile_all(small_site)
    assert any(fault in found for found in find_faults(small_site))


def test_it_notices_a_catalogue_that_was_not_compiled(small_site: Path) -> None:
    path = small_site / CATALOGUE
    path.write_text(path.read_text(encoding="utf-8").replace("Buenos días", "Buen día"), encoding="utf-8")
    (fault,) = find_faults(small_site)
    assert fault.endswith("not compiled from the catalogue as it is")


def test_extracting_keeps_translations_and_adds_what_is_new(small_site: Path) -> None:
    (small_site / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Good day" %}{% translate "Good night" %}'
    )
    extract_all(small_site)
    text = (small_site / CATALOGUE).read_text(encoding="utf-8")
    assert 'msgstr "Buenos días"' in text
    assert 'msgid "Good night"\nmsgstr ""' in text


def test_extracting_twice_changes_nothing(small_site: Path) -> None:
    extract_all(small_site)
    once = (small_site / CATALOGUE).read_bytes()
    extract_all(small_site)
    assert (small_site / CATALOGUE).read_bytes() == once


def test_compiling_writes_what_gettext_reads(small_site: Path) -> None:
    shutil.rmtree(small_site / "templates")
    with (small_site / CATALOGUE).with_suffix(".mo").open("rb") as file:
        catalogue = read_mo(file)
    message = catalogue.get("Good day")
    assert message is not None
    assert message.string == "Buenos días"


def test_no_french_line_can_break_before_its_mark() -> None:
    with (ROOT / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file)
    said = [text for message in catalogue for text in _texts(message.string)]
    assert said
    assert [text for text in said if re.search(r" [;:?!»]|« ", text)] == []


def _texts(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [string] if isinstance(string, str) else list(string or ())
