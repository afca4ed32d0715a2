"""How the gallery shows its states: in which language, look, colours and width."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from orders import conf
from orders.branding import brands
from orders.branding.looks import LOOKS, ColourScheme, LookName

OWN = "own"
LOOK_CHOICES: Mapping[str, str] = {OWN: "The shop’s own"} | {look.name: look.label for look in LOOKS.values()}
SCHEME_CHOICES: Mapping[str, str] = {
    "": "As the brand has it",
    ColourScheme.LIGHT: "Light",
    ColourScheme.DARK: "Dark",
}
WIDTH_CHOICES: Mapping[str, str] = {
    "320": "320, a small phone",
    "390": "390, a phone",
    "768": "768, a tablet",
    "1440": "1440, a desk",
}
"""In CSS pixels."""


@dataclass(frozen=True, slots=True)
class Showing:
    """Each is one of the values its field offers."""

    lang: str
    look: str = OWN
    scheme: str = ""
    width: str = "390"

    @property
    def query(self) -> str:
        """The same as it stands in an address."""
        return urlencode({"lang": self.lang, "look": self.look, "scheme": self.scheme, "width": self.width})

    @property
    def brand(self) -> brands.Branding:
        """The brand to show the states in; the shop's own is read from the database."""
        brand = brands.current() if self.look == OWN else brands.built_in(LookName(self.look))
        return replace(brand, colour_scheme=ColourScheme(self.scheme)) if self.scheme else brand


@dataclass(frozen=True, slots=True)
class Field:
    """A choice in the form: value -> what it is called."""

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str


def read_showing(query: Mapping[str, str]) -> Showing:
    """What an address asks for; what it does not say, or says wrongly, is as it is at the beginning."""
    asked = {
        name: query[name]
        for name, options in (("look", LOOK_CHOICES), ("scheme", SCHEME_CHOICES), ("width", WIDTH_CHOICES))
        if query.get(name) in options
    }
    languages = [code for code, _ in conf.languages()]
    first = "en" if "en" in languages else languages[0]
    lang = query.get("lang", "")
    return Showing(lang=lang if lang in languages else first, **asked)


def fields(showing: Showing) -> tuple[Field, ...]:
    """The form that leads to this showing."""
    return (
        Field("lang", "Language", dict(conf.languages()), showing.lang),
        Field("look", "Look", LOOK_CHOICES, showing.look),
        Field("scheme", "Colours", SCHEME_CHOICES, showing.scheme),
        Field("width", "Width", WIDTH_CHOICES, showing.width),
    )
