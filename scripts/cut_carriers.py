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

# The page answers these numbers only; for another it would say "not found", which reads as a lost parcel.
NUMBER_SHAPES: Final = {"amazon": "TB[ACM][0-9]{12}", "brt": "[0-9]{12}"}
# The template already holds the airline's prefix, which merchants often type too.
DROPPED_PREFIXES: Final = {"southwest-cargo": "526"}


class SourceEntry(TypedDict):
    """What is read of one entry of the full collection."""

    slug: str
    name: str
    aliases: list[str]
    tracking_url: str | None
    confidence: str
    requires: list[str]
    shopify_regions: list[str]
    shopify_strings: list[str]


type CutEntry = dict[str, str | list[str] | dict[str, list[str]]]


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
    if template is not None and entry["confidence"] in ENABLED_CONFIDENCE:
        cut |= {
            "template": template,
            "host": urlsplit(template).hostname or "",
            "requires": entry["requires"],
            "number_shape": NUMBER_SHAPES.get(slug, ""),
            "dropped_prefix": DROPPED_PREFIXES.get(slug, ""),
        }
    return {key: value for key, value in cut.items() if value}


def _regions_where_the_name_holds(slug: str, regions: list[str]) -> list[str]:
    return sorted(set(regions) - {"*"}) if slug in ONLY_AT_HOME else ["*"]


def render(entries: list[SourceEntry]) -> str:
    """One carrier a line, so that a change of the data reads as a change of lines."""
    lines = [json.dumps(cut_entry(entry), ensure_ascii=False) for entry in entries]
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
