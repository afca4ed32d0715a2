"""Cut the site's own carrier data from a full collection of carriers.

Usage: python scripts/cut_carriers.py PATH_TO_carriers.json

Writes `orders/domain/carriers/carriers.json`: names, the strings Shopify uses and where it uses them, and the
link templates that at least one maintained source vouches for (confidence high or medium). Carriers without
such a template stay for their names. The same input always gives the same bytes. What the collection says
only in prose (who is a country's post, which numbers a page understands) is written down here, as tables.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypedDict
from urllib.parse import urlsplit

DATA_FILE: Final = Path(__file__).parent.parent / "orders" / "domain" / "carriers" / "carriers.json"

ENABLED_CONFIDENCE: Final = {"high", "medium"}

# A name that means another network elsewhere holds only in the country given here, beside what Shopify's list
# says.
REGIONAL_NAMES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "dhl-express": {"DHL": ("*",)},
    "dpd-uk": {"DPD": ("GB",)},
    "dpd-ie": {"DPD": ("IE",)},
}
# Shopify shows these to one country's shops; their names are used by other networks elsewhere (Hermes became
# Evri in Great Britain, InPost runs a site for each country), so they hold at home only. All other names hold
# everywhere.
ONLY_AT_HOME: Final = {
    "hermes-de",
    "inpost",
    "dhl-de",
    "dhl-parcel-uk",
    "dhl-parcel-nl",
    "fastway-ie",
    "fastway-za",
    "gls-ca",
    "gls-us",
}

# The designated post of a country, which is what the last two letters of an S10 number name.
POST_OF: Final = {
    "an-post": "IE", "aruba-post": "AW", "australia-post": "AU", "austrian-post": "AT",
    "bpost": "BE", "bring": "NO", "canada-post": "CA", "ceska-posta": "CZ",
    "china-post": "CN", "correios": "BR", "correos": "ES", "ctt": "PT",
    "cyprus-post": "CY", "deutsche-post": "DE", "hrvatska-posta": "HR", "iceland-post": "IS",
    "india-post": "IN", "israel-post": "IL", "korea-post": "KR", "la-poste-bf": "BF",
    "latvia-post": "LV", "libya-post": "LY", "lietuvos-pastas": "LT", "magyar-posta": "HU",
    "maldives-post": "MV", "mauritius-post": "MU", "new-zealand-post": "NZ", "poczta-polska": "PL",
    "poste-italiane": "IT", "posti": "FI", "postnl": "NL", "postnord-dk": "DK",
    "postnord-se": "SE", "ptt": "TR", "royal-mail": "GB", "russian-post": "RU",
    "singapore-post": "SG", "swiss-post": "CH", "thailand-post": "TH", "usps": "US",
    "vietnam-post": "VN",
}  # fmt: skip
POST_OF_BY_NAME: Final = {"Colissimo": "FR", "Japan Post (EN)": "JP"}
# What the post calls itself where the carrier's name in the data is a service or a language of it.
POST_NAMES: Final = {
    "bring": "Posten Norge",
    "colissimo": "La Poste",
    "japan-post": "Japan Post",
    "postnord": "PostNord",
    "postnord-dk": "PostNord",
    "postnord-no": "PostNord",
    "postnord-se": "PostNord",
}

# Numbers that can be the carrier's own, wider rather than narrower: for another its page would say "not found",
# which reads as a lost parcel.
_S10: Final = "[A-Z]{2}[0-9]{9}[A-Z]{2}"
_DHL_SHAPE: Final = (
    f"[0-9]{{7,22}}|[A-Z]{{1,5}}[0-9]{{7,30}}|[0-9][A-Z]{{1,6}}[0-9]{{6,30}}|[A-Z][0-9A-F]{{17,24}}|{_S10}"
)
_DPD_SHAPE: Final = "[0-9]{10,15}|[0-9]{13,14}[A-Z]|[0-9]{27,28}"
_LA_POSTE_SHAPE: Final = "[0-9A-Z]{11,15}"
NUMBER_SHAPES: Final[Mapping[str, str]] = {
    "amazon": "TB[ACM][0-9]{12}",
    "brt": "[0-9]{12}",
    "colissimo": _LA_POSTE_SHAPE,
    "dhl-de": _DHL_SHAPE,
    "dhl-express": _DHL_SHAPE,
    "dpd": _DPD_SHAPE,
    "dpd-ie": _DPD_SHAPE,
    "dpd-local": _DPD_SHAPE,
    "dpd-nl": _DPD_SHAPE,
    "dpd-pl": _DPD_SHAPE,
    "dpd-uk": _DPD_SHAPE,
    "fedex": "[0-9]{8,10}|(?:DT)?[0-9]{12}|[0-9]{14,15}|[0-9]{18}|[0-9]{20}|[0-9]{22}|[0-9]{26}|[0-9]{30}|[0-9]{34}",
    "sagawa": "[0-9]{10,12}",
    "ups": (
        "1Z[0-9A-Z]{16}|[A-Z][0-9]{10}|[0-9]{9}|[0-9]{12}|[0-9]{18}|[0-9]{20,22}|[0-9]{26}|[0-9]{30}|[0-9]{34}"
        f"|MI[0-9A-Z]{{6,28}}|{_S10}"
    ),
    "usps": f"[0-9]{{10}}|[0-9]{{20,34}}|{_S10}",
    "yamato": "[0-9]{11,12}",
}
# The page's language as a part of its address: what gives way to `{language}` in the collection's template, and what
# each language of the site puts there ("" for all others). Only what at least two public sources use.
_DPD_LANGUAGES: Final = {
    "": "en_US",
    "de": "de_DE",
    "es": "es_ES",
    "fr": "fr_FR",
    "it": "it_IT",
    "nl": "nl_NL",
}
LANGUAGES: Final[Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]]] = {
    "bpost": ({"lang=en": "lang={language}"}, {"": "en", "de": "de", "fr": "fr", "nl": "nl"}),
    "canada-post": ({"/en#/": "/{language}#/"}, {"": "en", "fr": "fr"}),
    "dhl-de": ({"/de/": "/{language}/", "lang=de": "lang={language}"}, {"": "en", "de": "de"}),
    "dhl-express": (
        {"global-en": "{language}"},
        {
            "": "global-en",
            "de": "de-de",
            "es": "es-es",
            "fr": "fr-fr",
            "it": "it-it",
            "ja": "jp-ja",
            "nl": "nl-nl",
            "pt": "br-pt",
        },
    ),
    "dpd": ({"en_US": "{language}"}, _DPD_LANGUAGES),
    "japan-post": (
        {"locale=en": "locale={language}", "locale=ja": "locale={language}"},
        {"": "en", "ja": "ja"},
    ),
    "ups": ({"en_US": "{language}"}, _DPD_LANGUAGES | {"ja": "ja_JP", "pt": "pt_BR"}),
}

# Hosts of a carrier's own beside those of its homepage and its template; each stands for its subdomains too.
_DHL: Final = (
    "dhl.com dhl.de dhl.es dhl.fr dhl.it dhl.co.uk dhlparcel.nl dhlparcel.be dhlparcel.es dhlparcel.pl dhlparcel.co.uk "
    "dhlecommerce.nl dhlecommerce.co.uk dhlecs.com dhlglobalmail.com"
)
_DPD: Final = (
    "dpd.com dpd.de dpd.co.uk dpdlocal.co.uk dpd.ie dpd.fr dpd.nl dpd.be dpd.ch dpd.at mydpd.at dpd.pl dpd.com.pl "
    "dpd.cz dpd.sk dpd.hu dpd.pt dpd.lt dpd.lv dpd.ee dpd.ro dpdgroup.com dpdgroup.co.uk"
)
_GLS: Final = "gls-group.com gls-group.eu gls-group.net gls-pakete.de gls-spain.es asmred.com gls-italy.com"
_POSTNORD: Final = "postnord.com postnord.se postnord.dk postnord.no postnord.fi"
_LA_POSTE: Final = "laposte.fr colissimo.fr"
_AMAZON: Final = (
    "amazon.com amazon.ca amazon.com.mx amazon.co.uk amazon.de amazon.fr amazon.it amazon.es amazon.nl amazon.se "
    "amazon.pl amazon.com.be amazon.co.jp amazon.com.au"
)
OWN_HOSTS: Final[Mapping[str, str]] = {
    "amazon": _AMAZON,
    "amazon-uk": _AMAZON,
    "bpost": "bpost.be bpost.cloud",
    "bpost-international": "bpost.be bpost.cloud",
    "bring": "bring.com bring.no bring.se bring.dk posten.no",
    "canada-post": "canadapost.ca postescanada.ca",
    "china-post": "ems.com.cn chinapost.com.cn",
    "colissimo": _LA_POSTE,
    "colis-prive": "colisprive.fr",
    "ctt": "ctt.pt",
    "deutsche-post": f"deutschepost.de deutschepost.com {_DHL}",
    "dhl-de": _DHL,
    "dhl-ecommerce": _DHL,
    "dhl-ecommerce-asia": _DHL,
    "dhl-express": _DHL,
    "dhl-parcel-nl": _DHL,
    "dhl-parcel-uk": _DHL,
    "dhl-sweden": _DHL,
    "dpd": _DPD,
    "dpd-ie": _DPD,
    "dpd-local": _DPD,
    "dpd-nl": _DPD,
    "dpd-pl": _DPD,
    "dpd-uk": _DPD,
    "dx": "dxdelivery.com",
    "eagle": "eaglegl.com",
    "evri": "evri.com hermesworld.com myhermes.co.uk",
    "gls": _GLS,
    "gls-it": _GLS,
    "hermes-de": "myhermes.de hermesworld.com",
    "inpost": "inpost.pl inpost.co.uk inpost.it inpost.es inpost.fr",
    "japan-post": "japanpost.jp",
    "korea-post": "koreapost.go.kr",
    "lasership": "lasership.com",
    "mondial-relay": "mondialrelay.fr mondialrelay.com mondialrelay.es mondialrelay.be",
    "new-zealand-post": "courierpost.co.nz",
    "postnl": "postnl.nl postnl.be postnl.com postnl.post",
    "postnord": _POSTNORD,
    "postnord-dk": _POSTNORD,
    "postnord-no": _POSTNORD,
    "postnord-se": _POSTNORD,
    "startrack": "auspost.com.au",
    "tnt": "tnt.com tnt.it tnt.fr fedex.com",
    "tnt-au": "tnt.com fedex.com",
    "tnt-uk": "tnt.com fedex.com",
    "toll": "mytoll.com myteamge.com",
    "yunexpress": "yunexpress.com yunexpress.cn yuntrack.com",
}
# The template already holds the airline's prefix, which merchants often type too.
DROPPED_PREFIXES: Final = {"southwest-cargo": "526"}


class SourceEntry(TypedDict):
    """What is read of one entry of the full collection."""

    slug: str
    name: str
    aliases: list[str]
    homepage: str | None
    tracking_url: str | None
    confidence: str
    requires: list[str]
    shopify_regions: list[str]
    shopify_strings: list[str]


type CutEntry = dict[str, str | list[str] | dict[str, list[str]] | dict[str, str]]


def cut_entry(entry: SourceEntry) -> CutEntry:
    """Reduce one entry to the facts the site uses, leaving out whatever is empty."""
    slug, name = entry["slug"], entry["name"]
    regions = _regions_where_the_name_holds(slug, entry["shopify_regions"])
    in_any_case = {shopify_name.casefold() for shopify_name in entry["shopify_strings"]}
    names: dict[str, list[str]] = {
        spelling: regions
        for spelling in [*entry["shopify_strings"], *entry["aliases"]]
        if spelling.casefold() in in_any_case
    }
    names |= {extra: list(regions) for extra, regions in REGIONAL_NAMES.get(slug, {}).items()}
    cut: CutEntry = {
        "name": name,
        "aliases": [alias for alias in entry["aliases"] if alias not in names],
        "names": names,
        "post_of": POST_OF.get(slug, POST_OF_BY_NAME.get(name, "")),
        "post_name": POST_NAMES.get(slug, ""),
    }
    template = entry["tracking_url"]
    cut["domains"] = _own_domains(slug, entry["homepage"], template)
    if template is not None and entry["confidence"] in ENABLED_CONFIDENCE:
        cut |= {
            "template": _with_language(slug, template),
            "host": urlsplit(template).hostname or "",
            "requires": entry["requires"],
            "languages": dict(LANGUAGES[slug][1]) if slug in LANGUAGES else {},
            "number_shape": NUMBER_SHAPES.get(slug, ""),
            "dropped_prefix": DROPPED_PREFIXES.get(slug, ""),
        }
    return {key: value for key, value in cut.items() if value}


def _regions_where_the_name_holds(slug: str, regions: list[str]) -> list[str]:
    return sorted(set(regions) - {"*"}) if slug in ONLY_AT_HOME else ["*"]


def _with_language(slug: str, template: str) -> str:
    for literal, place in LANGUAGES.get(slug, ({}, {}))[0].items():
        template = template.replace(literal, place)
    return template


def _own_domains(slug: str, homepage: str | None, template: str | None) -> list[str]:
    """Hosts that are the carrier's own; whatever ends in one of them behind a dot is too."""
    found = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (homepage, template) if url]
    found += OWN_HOSTS.get(slug, "").split()
    return [host for host in dict.fromkeys(found) if not any(host.endswith("." + other) for other in found)]


def merge_same(entries: list[SourceEntry]) -> list[SourceEntry]:
    """Two rows that call each other by name are one carrier, listed twice: the later one goes into the earlier."""
    kept: list[SourceEntry] = []
    for entry in entries:
        twin = next((other for other in kept if _call_each_other(entry, other)), None)
        if twin is None:
            kept.append(entry)
            continue
        names = dict.fromkeys([*twin["aliases"], entry["name"], *entry["aliases"]])
        kept[kept.index(twin)] = {
            **twin,
            "aliases": [name for name in names if name != twin["name"]],
            "shopify_strings": [*twin["shopify_strings"], *entry["shopify_strings"]],
        }
    return kept


def _call_each_other(one: SourceEntry, other: SourceEntry) -> bool:
    return one["name"] in other["aliases"] and other["name"] in one["aliases"]


def render(entries: list[SourceEntry]) -> str:
    """One carrier a line, so that a change of the data reads as a change of lines."""
    lines = [json.dumps(cut_entry(entry), ensure_ascii=False) for entry in merge_same(entries)]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main(arguments: list[str]) -> int:
    """Read the collection named on the command line and write the site's data file."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    entries: list[SourceEntry] = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))["carriers"]
    DATA_FILE.write_text(render(entries), encoding="utf-8")
    print(f"{len(entries)} carriers written to {DATA_FILE.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
