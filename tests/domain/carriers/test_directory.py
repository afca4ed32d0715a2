"""The carrier data: every name Shopify knows, and only addresses that were vouched for."""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from orders.domain.carriers.directory import (
    carrier_hosts,
    carrier_names,
    find_carrier,
    find_post,
    is_own_host,
)
from scripts.cut_carriers import DATA_FILE, SourceEntry, main, render

SCHEMA_FOLDER = Path(__file__).parents[4] / "shared" / "shopify-schema"
SCHEMAS = sorted(SCHEMA_FOLDER.glob("admin_*.json.gz"))
COLLECTION = SCHEMA_FOLDER.parent / "carriers.json"

ENTRIES = json.loads(DATA_FILE.read_text(encoding="utf-8"))
TEMPLATES = sorted(
    {entry["template"] for entry in ENTRIES if "template" in entry and "requires" not in entry}
)


@pytest.mark.parametrize(
    ("name", "country", "host"),
    [
        ("UPS", None, "www.ups.com"),
        ("ups", None, "www.ups.com"),
        (" U.P.S. ", None, "www.ups.com"),
        ("Fed-Ex", None, "www.fedex.com"),
        ("ＵＳＰＳ", None, "tools.usps.com"),
        ("LA POSTE COLISSIMO", None, "www.laposte.fr"),
        ("Osterreichische post", None, "www.post.at"),
        ("西濃運輸", None, "track.seino.co.jp"),
        ("R+L Carriers", None, "www2.rlcarriers.com"),
        ("GLS", "ES", "gls-group.com"),
        ("GLS", "US", "www.gls-us.com"),
        ("gls", "US", "www.gls-us.com"),
        ("DHL", "DE", "www.dhl.de"),
        ("DHL", "ES", "www.dhl.com"),
        ("DHL Parcel", "GB", "track.dhlparcel.co.uk"),
        ("Fastway", "ZA", "fastway.co.za"),
        ("DPD", "NL", "tracking.dpd.de"),
        ("DPD", "GB", "track.dpd.co.uk"),
        ("DPD", "IE", "dpd.ie"),
        ("Hermes", "DE", "www.myhermes.de"),
        ("Hermes UK", None, "www.evri.com"),
        ("SEUR", "PT", "www.seur.com"),
    ],
)
def test_a_name_leads_to_its_carrier_s_host(name: str, country: str | None, host: str) -> None:
    carrier = find_carrier(name, country=country)

    assert carrier is not None
    assert urlsplit(carrier.template).hostname == host


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("", None),
        ("Bob's Vans", None),
        ("UPS; DROP TABLE", None),
        ("UPS" * 40, None),
        ("GLS", None),
        ("DHL", None),
        ("DPD", None),
        ("DHL Parcel", None),
        ("DHL Parcel", "ES"),
        ("Fastway", "NZ"),
        ("Hermes", "GB"),
        ("Hermes", None),
        ("InPost", "GB"),
        ("inpost", "IT"),
    ],
)
def test_a_name_that_is_unknown_or_not_sure_there_leads_nowhere(name: str, country: str | None) -> None:
    assert find_carrier(name, country=country) is None


@pytest.mark.parametrize("name", ["Deutsche Post", "GLS Canada", "China Post", "Asendia USA", "PostNL"])
def test_a_carrier_without_a_trusted_address_has_none(name: str) -> None:
    carrier = find_carrier(name, country="CA")

    assert carrier is not None
    assert carrier.find_url("RB123456785NL") is None


@pytest.mark.parametrize(("name", "post"), [("Speed Post", "IN"), ("Speedpost", "SG"), ("SPEED-POST", None)])
def test_a_spelling_that_two_carriers_share_belongs_to_neither(name: str, post: str | None) -> None:
    assert find_carrier(name, country=None) == (None if post is None else find_post(post))


@pytest.mark.parametrize(
    ("company", "number", "ending"),
    [
        ("Southwest Air Cargo", "526-12345675", "trackingId=526-12345675"),
        ("Southwest Air Cargo", "52612345675", "trackingId=526-12345675"),
        ("Southwest Air Cargo", "12345675", "trackingId=526-12345675"),
        ("Southwest Air Cargo", "52612345", "trackingId=526-52612345"),
    ],
)
def test_a_prefix_the_address_holds_already_is_not_doubled(company: str, number: str, ending: str) -> None:
    carrier = find_carrier(company, country=None)

    assert carrier is not None
    url = carrier.find_url(number)
    assert url is not None
    assert url.endswith(ending)


@pytest.mark.parametrize(
    ("company", "number", "known"),
    [
        ("Amazon", "TBA502887274000", True),
        ("Amazon", "tba502887274000", True),
        ("Amazon", "AMZ-2345-1", False),
        ("BRT", "123456789012", True),
        ("BRT", "1234567890123456789", False),
    ],
)
def test_a_page_that_knows_one_kind_of_number_is_not_asked_for_another(
    company: str, number: str, *, known: bool
) -> None:
    carrier = find_carrier(company, country=None)

    assert carrier is not None
    assert (carrier.find_url(number) is not None) is known


@pytest.mark.parametrize(
    ("company", "number"),
    [
        ("DPD Germany", "A000XX0AX0"),
        ("DPD UK", "A000XX0AX0"),
        ("UPS", "A000XX0AX0"),
        ("FedEx", "1Z5R89390357567127"),
        ("USPS", "12345678"),
        ("DHL Express", "12345"),
        ("Colissimo", "123"),
        ("Yamato", "1Z5R89390357567127"),
    ],
)
def test_a_carrier_is_not_asked_for_what_cannot_be_its_own(company: str, number: str) -> None:
    carrier = find_carrier(company, country=None)

    assert carrier is not None
    assert carrier.find_url(number) is None


@pytest.mark.parametrize(
    ("company", "country", "number"),
    [
        ("DPD", "DE", "05308801410058"),
        ("DPD", "PL", "0000093810411U"),
        ("DPD", "GB", "1550123456"),
        ("DHL", "DE", "00340434161094042557"),
        ("DHL", "DE", "JJD000390007882823536"),
        ("DHL", "DE", "A0031CD76B000000012A"),
        ("DHL", "ES", "1234567890"),
        ("DHL Express", None, "JD014600003456789"),
        ("FedEx", None, "776632517510"),
        ("FedEx", None, "9400111201080805483016"),
        ("UPS", None, "1Z999AA10123456784"),
        ("UPS", None, "T1234567890"),
        ("UPS", None, "92748931507708513018050063"),
        ("USPS", None, "70123456789012345678"),
        ("Colissimo", None, "6A12345678901"),
    ],
)
def test_every_kind_of_its_own_numbers_is_taken_to_its_page(
    company: str, country: str | None, number: str
) -> None:
    carrier = find_carrier(company, country=country)

    assert carrier is not None
    assert number in (carrier.find_url(number) or "")


@pytest.mark.parametrize(
    ("company", "country", "language", "part"),
    [
        ("UPS", None, "fr", "loc=fr_FR"),
        ("UPS", None, "pt-br", "loc=pt_BR"),
        ("UPS", None, "ja", "loc=ja_JP"),
        ("UPS", None, "ar", "loc=en_US"),
        ("UPS", None, "", "loc=en_US"),
        ("DPD", "DE", "fr", "/status/fr_FR/parcel/"),
        ("DPD", "NL", "nl", "/status/nl_NL/parcel/"),
        ("DPD", "DE", "ja", "/status/en_US/parcel/"),
        ("DHL", "ES", "es", "dhl.com/es-es/home/"),
        ("DHL", "ES", "en", "dhl.com/global-en/home/"),
        ("DHL", "DE", "de", "dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?lang=de&"),
        ("DHL", "DE", "fr", "dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?lang=en&"),
        ("bpost", None, "nl", "&lang=nl"),
        ("Canada Post", None, "fr", "/track-reperage/fr#/"),
        ("Japan Post", None, "ja", "&locale=ja"),
        ("Japan Post (JA)", None, "en", "&locale=en"),
        ("FedEx", None, "fr", "fedextrack/?trknbr="),
    ],
)
def test_a_page_opens_in_the_reader_s_language_where_it_takes_it(
    company: str, country: str | None, language: str, part: str
) -> None:
    carrier = find_carrier(company, country=country)

    assert carrier is not None
    assert part in (carrier.find_url("123456789012", language=language) or "")


def test_no_address_is_left_with_a_place_unfilled() -> None:
    for entry in ENTRIES:
        carrier = find_carrier(next(iter(entry.get("names", {})), entry["name"]), country=None)
        url = None if carrier is None else carrier.find_url("123456789012", language="nl")
        assert url is None or "{" not in url


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("UPS", "www.ups.com"),
        ("ups", "ups.com"),
        ("DPD", "my.dpd.co.uk"),
        ("DPD", "tracking.dpd.de"),
        ("GLS", "www.gls-us.com"),
        ("InPost", "inpost.it"),
        ("Hermes", "www.myhermes.de"),
        ("LSO", "www.lso.com"),
        ("PostNL", "jouw.postnl.nl"),
        ("Pitney Bowes", "pitneybowes.shipment.co"),
    ],
)
def test_a_name_s_own_hosts_are_known_also_where_the_name_alone_is_not_sure(name: str, host: str) -> None:
    assert is_own_host(name, host)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("UPS", "evil.example"),
        ("UPS", "notups.com"),
        ("UPS", "ups.com.evil.example"),
        ("UPS", "www.fedex.com"),
        ("FedEx", "parcelsapp.com"),
        ("Pitney Bowes", "shipment.co"),
        ("Bob's Vans", "bobs-vans.example"),
    ],
)
def test_no_other_host_is_taken_for_its_own(name: str, host: str) -> None:
    assert not is_own_host(name, host)


@pytest.mark.parametrize("name", ["LSO", "Lone Star Overnight", "lso"])
def test_two_rows_that_name_each_other_are_one_carrier(name: str) -> None:
    carrier = find_carrier(name, country="US")

    assert carrier is not None
    assert carrier.name == "Lone Star Overnight"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_address_is_https_with_the_number_behind_the_host(template: str) -> None:
    parts = urlsplit(template)

    assert parts.scheme == "https"
    assert template.count("{number}") == 1
    assert "{" not in parts.netloc
    assert parts.hostname in carrier_hosts()


def test_links_lead_to_no_host_that_is_not_in_this_list() -> None:
    assert carrier_hosts() == frozenset(Path(__file__).with_name("hosts.txt").read_text().split())


def test_the_cutting_gives_the_same_bytes_every_time(tmp_path: Path) -> None:
    entry: SourceEntry = {
        "slug": "x",
        "name": "X Post",
        "aliases": ["x POST", "X"],
        "homepage": "https://www.x.example/",
        "tracking_url": "https://x.example/{number}",
        "confidence": "low",
        "requires": [],
        "shopify_regions": ["*", "DE"],
        "shopify_strings": ["X Post"],
    }

    assert render([entry]) == render([entry])
    assert json.loads(render([entry])) == [
        {
            "name": "X Post",
            "aliases": ["X"],
            "names": {"X Post": ["*"], "x POST": ["*"]},
            "domains": ["x.example"],
        }
    ]


def test_the_cutter_explains_itself_when_called_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Usage" in capsys.readouterr().err


@pytest.mark.skipif(not COLLECTION.exists(), reason="the full collection of carriers is not here")
def test_the_data_is_what_the_cutter_makes_of_the_collection() -> None:
    entries = json.loads(COLLECTION.read_text(encoding="utf-8"))["carriers"]

    assert DATA_FILE.read_text(encoding="utf-8") == render(entries)


@pytest.mark.skipif(not SCHEMAS, reason="Shopify's schemas are not here")
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.name)
def test_every_company_name_shopify_documents_is_known(schema: Path) -> None:
    documented = _documented_company_names(schema)

    assert len(documented) == 173
    assert documented <= carrier_names()


def test_names_are_known_by_shopifys_own_string_and_by_alias() -> None:
    assert {"Correos", "DHL Express", "AnPost"} <= carrier_names()
    assert "correos" not in carrier_names()


def _documented_company_names(schema: Path) -> set[str]:
    """The names in the description of `FulfillmentTrackingInfo.company`: a list, then lists by country."""
    with gzip.open(schema, "rt", encoding="utf-8") as file:
        introspection = json.load(file)
    types = introspection.get("data", introspection)["__schema"]["types"]
    fields = next(kind["fields"] for kind in types if kind["name"] == "FulfillmentTrackingInfo")
    description = next(field["description"] for field in fields if field["name"] == "company")
    everywhere, by_country = description.split("specific countries:")
    names = set(re.findall(r"^  \* (.+?)\s*$", everywhere, re.MULTILINE))
    for listed in re.findall(r"\*\*: (.+?)(?=\n  \*|\Z)", by_country, re.DOTALL):
        names |= {name.strip() for name in listed.strip().rstrip(".").replace("\n", " ").split(",")}
    return names
