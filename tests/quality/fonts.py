"""The fonts that pages are shown in: three sets, and of this machine's other fonts none."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.support.processes import ROOT

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
WRITTEN = ROOT / "var" / "fonts"


class NoFonts(Exception):
    """Files of a set are missing on this machine; the message names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontSet:
    """Some files, and which families stand for the generic ones.

    `lacks` are the languages that it has no letters for: they show empty boxes.
    """

    name: str
    package: str
    files: tuple[str, ...]
    sans: tuple[str, ...]
    serif: tuple[str, ...]
    mono: tuple[str, ...]
    lacks: tuple[str, ...] = ()


DEJAVU = FontSet(
    name="dejavu",
    package="fonts-dejavu-core",
    files=tuple(
        f"DejaVu{family}{style}.ttf" for family in ("Sans", "Serif", "SansMono") for style in ("", "-Bold")
    ),
    sans=("DejaVu Sans",),
    serif=("DejaVu Serif",),
    mono=("DejaVu Sans Mono",),
    lacks=("ja",),
)
"""The widest letters that are usual, and all that many Linux machines have."""

LIBERATION = FontSet(
    name="liberation",
    package="fonts-liberation",
    files=tuple(
        f"Liberation{family}-{style}.ttf"
        for family in ("Sans", "Serif", "Mono")
        for style in ("Regular", "Bold", "Italic", "BoldItalic")
    ),
    sans=("Liberation Sans",),
    serif=("Liberation Serif",),
    mono=("Liberation Mono",),
    lacks=("ar", "ja"),
)
"""As wide as Arial and Times New Roman."""

NOTO = FontSet(
    name="noto",
    package="fonts-noto-core and fonts-noto-cjk",
    files=tuple(
        f"Noto{family}-{style}.ttf"
        for family in ("Sans", "Serif")
        for style in ("Regular", "Bold", "Italic", "BoldItalic")
    )
    + tuple(
        f"Noto{family}-{style}"
        for family, ending in (
            ("SansArabic", "ttf"),
            ("NaskhArabic", "ttf"),
            ("KufiArabic", "ttf"),
            ("SansCJK", "ttc"),
            ("SerifCJK", "ttc"),
        )
        for style in (f"Regular.{ending}", f"Bold.{ending}")
    ),
    sans=("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK JP"),
    serif=("Noto Serif", "Noto Naskh Arabic", "Noto Serif CJK JP"),
    mono=("Noto Sans Mono CJK JP",),
)
"""Letters for every language the site speaks, as on Android."""

FONT_SETS: Mapping[str, FontSet] = {fonts.name: fonts for fonts in (NOTO, DEJAVU, LIBERATION)}
USUAL = FONT_SETS[os.environ.get("FONTS", NOTO.name)]


def environment(fonts: FontSet = USUAL) -> dict[str, str | float | bool]:
    """This process's environment for a browser that is to see this set and no other font. Raises `NoFonts`."""
    missing = sorted(set(fonts.files) - _installed())
    if missing:
        raise NoFonts(
            f"{', '.join(missing)}: not found. The browser tests show pages in fonts of their own choice: install them "
            f"(Debian: apt-get install {fonts.package.replace(' and ', ' ')}; make browser does so where it may)."
        )
    WRITTEN.mkdir(parents=True, exist_ok=True)
    path = WRITTEN / f"{fonts.name}.conf"
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_text(configuration(fonts), encoding="utf-8")
    beside.replace(path)  # other processes may be reading it
    return {**os.environ, "FONTCONFIG_FILE": str(path)}


def configuration(fonts: FontSet) -> str:
    """What fontconfig is told: which files count, what stands for the generic families, and how letters are drawn.

    See https://www.freedesktop.org/software/fontconfig/fontconfig-user.html
    """
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in FOLDERS)
    files = "".join(f"<glob>*/{escape(name)}</glob>" for name in fonts.files)
    generic = {
        "sans-serif": fonts.sans,
        "serif": fonts.serif,
        "monospace": fonts.mono,
        "system-ui": fonts.sans,
        "ui-monospace": fonts.mono,
    }
    aliases = "".join(_alias(name, families) for name, families in generic.items())
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f'{folders}<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix="xdg">fontconfig</cachedir>'
        f"<selectfont><rejectfont><glob>*.*</glob></rejectfont><acceptfont>{files}</acceptfont></selectfont>"
        f"{aliases}"
        '<match target="pattern"><edit name="family" mode="append_last"><string>sans-serif</string></edit></match>'
        f"{_alias('sans-serif', fonts.sans)}"
        '<match target="pattern"><edit name="hintstyle" mode="append"><const>hintslight</const></edit></match>'
        "</fontconfig>"
    )


def _alias(name: str, families: tuple[str, ...]) -> str:
    preferred = "".join(f"<family>{escape(family)}</family>" for family in families)
    return f'<alias binding="same"><family>{name}</family><prefer>{preferred}</prefer></alias>'


def _installed() -> set[str]:
    """The names of all font files of this machine."""
    return {path.name for folder in FOLDERS for path in folder.rglob("*.tt[fc]")}
