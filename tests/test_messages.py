"""The translations are complete, and the script that keeps them finds every way in which they could not be."""

import shutil
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from scripts.messages import ROOT, build_template, compile_all, extract_all, find_faults

CATALOGUE = Path("locale/es/LC_MESSAGES/django.po")


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


def test_everything_a_reader_sees_is_translated_and_compiled() -> None:
    assert list(find_faults(ROOT)) == []


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
