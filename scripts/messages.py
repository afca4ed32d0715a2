"""Keep the translations: `extract` what the code says, `compile` what the translators wrote, `check` that all fits.

Needs no system gettext. The messages are found in `orders/**/*.py` and `templates/**/*.html`; the catalogues are
`locale/<language>/LC_MESSAGES/django.po` and the compiled `django.mo` beside each.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
PATTERN_CONTEXT = "date pattern"
COUNTED = frozenset({"count", "days", "minutes", "total"})


def main() -> int:
    """Run one of the three subcommands; 1 when `check` finds something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("extract", "compile", "check"))
    command = parser.parse_args().command
    sys.path.insert(0, str(ROOT))
    _prepare_django()
    if command == "extract":
        extract_all(ROOT)
    elif command == "compile":
        compile_all(ROOT)
    else:
        faults = list(find_faults(ROOT))
        print("\n".join(faults) or "Every message is translated, and the compiled catalogues are current.")
        return 1 if faults else 0
    return 0


def extract_all(root: Path) -> None:
    """Bring every catalogue up to date with the code; new messages are left empty, old ones dropped."""
    template = build_template(root)
    for path in catalogue_paths(root):
        catalogue = _read(path)
        created_at = catalogue.creation_date  # kept, so that an unchanged catalogue stays the same file
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.creation_date = created_at
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_by_file=True, omit_header=False, include_lineno=False)
        empty = sum(1 for message in _messages(catalogue) if not _is_translated(message))
        print(f"{path.relative_to(root)}: {len(catalogue)} messages, {empty} to translate")


def compile_all(root: Path) -> None:
    """Write every `.mo` from its `.po`."""
    for path in catalogue_paths(root):
        path.with_suffix(".mo").write_bytes(compiled(path))
        print(path.with_suffix(".mo").relative_to(root))


def find_faults(root: Path) -> Iterator[str]:
    """Everything a reader would stumble over: missing, fuzzy or empty messages, wrong placeholders, an old `.mo`."""
    wanted = {(message.context, message.id): message for message in _messages(build_template(root))}
    for path in catalogue_paths(root):
        where = path.relative_to(root)
        catalogue = _read(path)
        found = {(message.context, message.id): message for message in _messages(catalogue)}
        yield from (f"{where}: missing: {key[1]!r}" for key in wanted.keys() - found.keys())
        yield from (f"{where}: no longer used: {key[1]!r}" for key in found.keys() - wanted.keys())
        for message in found.values():
            yield from (f"{where}: {fault}: {message.id!r}" for fault in _message_faults(message, catalogue))
        compiled_path = path.with_suffix(".mo")
        if not compiled_path.exists() or compiled_path.read_bytes() != compiled(path):
            yield f"{compiled_path.relative_to(root)}: not compiled from the catalogue as it is"


def build_template(root: Path) -> Catalog:
    """Every message of the code and the templates, untranslated."""
    template = Catalog(fuzzy=False)
    for path in sorted((*root.glob("orders/**/*.py"), *root.glob("templates/**/*.html"))):
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            source = _as_python(source)
        found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=("Translators:",))
        for line, message, comments, context in found:
            location = (path.relative_to(root).as_posix(), line)
            template.add(message, locations=[location], auto_comments=comments, context=context)
    return template


def catalogue_paths(root: Path) -> list[Path]:
    """The catalogues, by language."""
    return sorted(root.glob("locale/*/LC_MESSAGES/django.po"))


def compiled(path: Path) -> bytes:
    """What the `.mo` beside the catalogue at `path` must hold."""
    buffer = BytesIO()
    write_mo(buffer, _read(path))
    return buffer.getvalue()


def _as_python(template: str) -> str:
    """A template with its translation tags as gettext calls; the rest is blanked out, lines keep their numbers."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings first

    return "\n".join(line.strip() for line in templatize(template).splitlines())


def _message_faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    if not _is_translated(message):
        yield "not translated"
        return
    if message.pluralizable and len(_translations(message)) != catalogue.num_plurals:
        yield "plural forms are missing"
    if (message.context or "").startswith(PATTERN_CONTEXT):
        return
    sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    wanted = {name for source in sources for name in PLACEHOLDER.findall(source)}
    spoken = _forms_of_one_number(catalogue) if message.pluralizable else frozenset()
    for form, text in enumerate(_translations(message)):
        found = set(PLACEHOLDER.findall(text))
        needed = wanted - found
        if found - wanted or (needed and not (form in spoken and len(needed) == 1 and needed <= COUNTED)):
            yield "placeholders differ"


@lru_cache
def _plural_forms(expression: str) -> tuple[int, ...]:
    """The plural form of each number from 0 to 200."""
    form_of = c2py(expression)
    return tuple(form_of(number) for number in range(201))


def _forms_of_one_number(catalogue: Catalog) -> frozenset[int]:
    """Forms that only one number has, such as Arabic's dual: they may say the number in a word."""
    uses = Counter(_plural_forms(catalogue.plural_expr))
    return frozenset(form for form, count in uses.items() if count == 1)


def _is_translated(message: Message) -> bool:
    return all(_translations(message))


def _translations(message: Message) -> list[str]:
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return [text or "" for text in strings]


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _prepare_django() -> None:
    from django.conf import settings  # noqa: PLC0415 - only templatize needs it

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure()


if __name__ == "__main__":
    sys.exit(main())
