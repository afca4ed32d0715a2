"""The oldest browsers in which the pages are laid out as designed, worked out from the CSS that is sent.

What each part of CSS needs is MDN's table: https://github.com/mdn/browser-compat-data
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from orders.branding import brands
from orders.branding.looks import LookName
from orders.branding.page_style import page_style
from orders.branding.theme_style import theme_style
from tests.support.processes import ROOT

PACKAGE = "@mdn/browser-compat-data@8.1.9"
DATA = ROOT / "var" / "tools" / "node_modules" / "@mdn" / "browser-compat-data" / "data.json"
BROWSERS = {
    "safari": "Safari",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "samsunginternet_android": "Samsung Internet",
}
FUNCTIONS = {
    "attr": "types.attr",
    "calc": "types.calc",
    "clamp": "types.clamp",
    "cubic-bezier": "types.easing-function.cubic-bezier",
    "inset": "types.basic-shape.inset",
    "light-dark": "types.color.light-dark",
    "max": "types.max",
    "min": "types.min",
    "minmax": "properties.grid-template-columns.minmax",
    "repeat": "properties.grid-template-columns.repeat",
    "var": "types.var",
}
OTHERS = {"brightness", "rotate", "scaleX"}
"""Functions of filters and transforms, as old as those."""
OF_PROPERTY = {"syntax", "inherits", "initial-value"}
"""What stands within `@property`."""
DONE_WITHOUT = {
    "at-rules.container": "in the theme: one column at every width",
    "at-rules.page": "margins as the printer has them",
    "at-rules.property": "in the theme: letters as large as the theme's",
    "properties.accent-color": "check boxes in the browser's own colour",
    "properties.aspect-ratio": "pictures have a width and a height of their own",
    "properties.color-scheme": "scroll bars and fields by day",
    "properties.container": "as the rule that asks it",
    "properties.forced-color-adjust": "a reader's own colours over the logo's ground too",
    "properties.hyphenate-limit-chars": "shorter words may be hyphenated",
    "properties.hyphens": "long words break where they must",
    "properties.line-break": "breaks as the browser has them",
    "properties.text-size-adjust": "the phone's own size",
    "properties.text-wrap": "lines of a headline are less even",
    "properties.word-break": "breaks as the browser has them",
    "properties.outline": "a ring with square corners",
    "properties.scroll-padding-block-start": "a target at the very edge of the window",
    "selectors.has": "a little more or less space",
    "selectors.nesting": "in the theme: the plain page in the brand's two colours",
    "selectors.where": "in the theme, as nesting",
    "types.color.light-dark": "the studio look's foot in the colour before it",
    "types.length.container_query_length_units": "in the theme: letters of the size before",
}
"""What a page is readable without, and what it is like then."""
DECLARATION = re.compile(r"[{;]([a-z-]+):([^{};]+)(?=[;}])")
PRELUDE = re.compile(r"[{};]([^{};]+)(?=\{)")


def styles() -> Iterator[str]:
    """All CSS that is ever sent to a shopper."""
    for look in LookName:
        yield page_style(brands.built_in(look))
    yield theme_style(brands.built_in(LookName.EDITORIAL))


def features(css: str) -> set[str]:
    """MDN's names, without `css.` in front, of what the CSS uses."""
    found = set()
    css = f";{css}"
    for name, value in DECLARATION.findall(css):
        if not name.startswith("--") and name not in OF_PROPERTY:
            found.add(f"properties.{name}")
        found |= {FUNCTIONS[each] for each in re.findall(r"([a-zA-Z-]+)\(", value) if each not in OTHERS}
        if re.search(r"\dcq[iwbh]\b", value):
            found.add("types.length.container_query_length_units")
    for prelude in PRELUDE.findall(css):
        if prelude.startswith("@"):
            found.add(f"at-rules.{re.match(r'@([a-z-]+)', prelude)[1]}")  # type: ignore[index]
            continue
        found |= {f"selectors.{name}" for name in re.findall(r"::?([a-z-]+)", prelude)}
        if "&" in prelude:
            found.add("selectors.nesting")
    if "@layer" in css:
        found.add("at-rules.layer")
    return {name for name in found if not name.rpartition(".")[2].startswith("-webkit")}


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(DATA.read_text("utf-8"))["css"]
    return data


def needed(feature: str, browser: str) -> float:
    """The first version that has it; `inf` when none has. Raises `KeyError` for what MDN does not know."""
    place: Any = _data()
    for name in feature.split("."):
        place = place[name]
    told = place["__compat"]["support"].get(browser, {"version_added": False})
    versions = [
        float(each["version_added"].removeprefix("≤"))
        for each in (told if isinstance(told, list) else [told])
        if isinstance(each["version_added"], str)
        and each["version_added"] != "preview"
        and not {"flags", "prefix", "alternative_name", "version_removed"} & set(each)
    ]
    return min(versions, default=float("inf"))


def oldest(used: Iterable[str]) -> Mapping[str, tuple[float, str]]:
    """For each browser the first version that has all that a readable page needs, and what that is owed to."""
    wanted = sorted(set(used) - set(DONE_WITHOUT))
    return {
        name: max((needed(feature, browser), feature) for feature in wanted)
        for browser, name in BROWSERS.items()
    }


def all_features() -> set[str]:
    """Of all styles together."""
    return set().union(*map(features, styles()))


def table() -> str:
    """For docs/browsers.md."""
    found = oldest(all_features()).items()
    return "\n".join(f"| {name} | {version:g} | `{owed}` |" for name, (version, owed) in found)
