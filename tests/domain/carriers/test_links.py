"""What a tracking number becomes: a right and safe link, or plain text."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.carriers import (
    LinkSource,
    TrackingLink,
    UnusableTemplate,
    tracking_links,
    validate_override,
)
from orders.domain.carriers.directory import carrier_hosts
from orders.domain.carriers.tracking_number import clean_number
from orders.domain.order import TrackingInfo

UPS_NUMBER = "1Z5R89390357567127"
UPS_URL = f"https://www.ups.com/track?loc=en_US&tracknum={UPS_NUMBER}"
SHOPIFY_URL = "https://www.ups.com/WebTracking?loc=en_US&requester=ST&trackNums=1"
OWN_PAGE = "https://tracking.casalumbre.example/p/{number}?lang=es"


NOTHING = TrackingLink(company=None, number=None, url=None, source=LinkSource.NONE)


def link(
    company: str | None = None,
    number: str | None = None,
    url: str | None = None,
    *,
    country: str | None = None,
    language: str = "",
    overrides: dict[str, str] | None = None,
) -> TrackingLink:
    info = TrackingInfo(company=company, number=number, url=url)
    shown = tracking_links([info], country=country, language=language, overrides=overrides or {})
    return shown[0] if shown else NOTHING


def test_shopify_s_own_address_comes_before_ours() -> None:
    shown = link("UPS", UPS_NUMBER, SHOPIFY_URL)

    assert (shown.url, shown.source) == (SHOPIFY_URL, LinkSource.SHOPIFY_URL)


def test_shopify_s_own_address_needs_no_number() -> None:
    assert link(url=SHOPIFY_URL).url == SHOPIFY_URL


def test_without_one_the_named_company_s_page_is_used() -> None:
    shown = link("UPS", UPS_NUMBER)

    assert (shown.url, shown.source) == (UPS_URL, LinkSource.COMPANY)


def test_without_a_company_a_distinctive_number_names_it() -> None:
    shown = link(None, UPS_NUMBER)

    assert (shown.company, shown.url, shown.source) == ("UPS", UPS_URL, LinkSource.RECOGNISED)


@pytest.mark.parametrize("company", ["Other", "other", "N/A", "-", "   ", "\u200b"])
def test_a_company_that_names_nobody_is_as_none(company: str) -> None:
    assert link(company, UPS_NUMBER).company == "UPS"


def test_an_unknown_company_is_shown_and_picks_no_host() -> None:
    shown = link("Bob's Vans", "12345678")

    assert shown == TrackingLink(
        company="Bob's Vans", number="12345678", clean="12345678", url=None, source=LinkSource.NONE
    )


def test_an_unknown_company_with_a_distinctive_number_gets_its_link() -> None:
    shown = link("Bob's Vans", UPS_NUMBER)

    assert (shown.company, shown.url, shown.source) == ("Bob's Vans", UPS_URL, LinkSource.RECOGNISED)


def test_a_named_company_is_believed_over_the_look_of_the_number() -> None:
    shown = link("FedEx", "9400111201080805483016")

    assert shown.url == "https://www.fedex.com/fedextrack/?trknbr=9400111201080805483016"


def test_a_company_without_a_page_yields_to_a_number_with_a_right_check_digit() -> None:
    assert link("Tuffnells", UPS_NUMBER).source is LinkSource.RECOGNISED


def test_a_company_without_a_page_does_not_yield_to_mere_form() -> None:
    assert link("Amazon Logistics UK", "TBA502887274000").url is None


@pytest.mark.parametrize("number", ["123456789012", "05308801410058", "00340434161094015902", "4512345678"])
def test_bare_digits_without_a_company_are_plain_text(number: str) -> None:
    shown = link(None, number)

    assert (shown.company, shown.number, shown.url, shown.source) == (None, number, None, LinkSource.NONE)


@pytest.mark.parametrize(
    ("country", "host"),
    [("ES", "gls-group.com"), ("DE", "gls-group.com"), ("US", "www.gls-us.com"), ("CA", None), (None, None)],
)
def test_one_name_means_the_network_of_the_country_it_leaves_from(
    country: str | None, host: str | None
) -> None:
    url = link("GLS", "12345678901", country=country).url

    assert (urlsplit(url).hostname if url else None) == host


def test_a_page_that_wants_the_postcode_is_not_linked() -> None:
    assert link("PostNL", "3SABCD1234567").url is None


def test_an_international_number_says_who_posted_it() -> None:
    shown = link(None, "RB123456785ES")

    assert (shown.company, shown.posted_with, shown.source) == (None, "Correos", LinkSource.RECOGNISED)
    assert urlsplit(shown.url).hostname == "www.correos.es"


def test_a_post_without_a_page_is_still_named() -> None:
    shown = link("Bob's Vans", "RB123456785CN")

    assert (shown.posted_with, shown.url, shown.source) == ("China Post", None, LinkSource.NONE)


@pytest.mark.parametrize("company", ["Colissimo", "La Poste Colissimo", "La Poste"])
def test_a_post_that_is_the_company_itself_is_not_named_twice(company: str) -> None:
    assert link(company, "RB123456785FR").posted_with is None


def test_a_post_abroad_is_named_beside_the_company_that_delivers() -> None:
    shown = link("Royal Mail", "RB123456785CN")

    assert shown.posted_with == "China Post"
    assert urlsplit(shown.url).hostname == "www.royalmail.com"


@pytest.mark.parametrize("company", ["Zeleris", "ZELERIS", "zeleris ", "Zéleris"])
def test_the_merchant_s_own_template_beats_shopify_s_address_for_its_company(company: str) -> None:
    shown = link(company, "AB 1234", SHOPIFY_URL, overrides={"Zeleris": OWN_PAGE})

    assert shown.url == "https://tracking.casalumbre.example/p/AB1234?lang=es"
    assert shown.source is LinkSource.OVERRIDE


@pytest.mark.parametrize(
    ("company", "number"), [("UPS", UPS_NUMBER), (None, UPS_NUMBER), ("Zeleris", None), ("Zeleris", "a?b=1")]
)
def test_the_merchant_s_template_touches_nothing_else(company: str | None, number: str | None) -> None:
    shown = link(company, number, SHOPIFY_URL, overrides={"Zeleris": OWN_PAGE})

    assert shown.source is LinkSource.SHOPIFY_URL


def test_a_template_that_breaks_the_rules_is_passed_over() -> None:
    shown = link("UPS", UPS_NUMBER, overrides={"UPS": "http://evil.example/{number}"})

    assert shown.url == UPS_URL


@pytest.mark.parametrize(
    "template",
    [
        OWN_PAGE,
        "HTTPS://Carrier.example/track#{number}",
        "https://carrier.example?n={number}",
        "https://carrier.example:8443/{number}/",
        "https://carrier.example/100%25/{number}",
    ],
)
def test_a_template_with_one_number_behind_an_https_host_is_usable(template: str) -> None:
    assert validate_override(template) == template


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("", "exactly one"),
        ("https://carrier.example/", "exactly one"),
        ("https://carrier.example/{number}/{number}", "exactly one"),
        ("https://carrier.example/{number}?z={postcode}", "no other braces"),
        ("https://carrier.example/{{number}}", "no other braces"),
        ("https://carrier.example/{number.__class__}", "exactly one"),
        ("https://carrier.example/%s", "exactly one"),
        ("http://carrier.example/{number}", "https"),
        ("javascript:alert({number})", "https"),
        ("//carrier.example/{number}", "https"),
        ("https://{number}", "host"),
        ("https:///{number}", "host"),
        ("https://{number}.evil.example/x", "host"),
        ("https://carrier.example{number}/x", "host"),
        ("https://user:{number}@carrier.example/x", "host"),
        ("https://user@carrier.example/{number}", "user name"),
        ("https://carrier.example/a b/{number}", "spaces"),
        ("https://carrier.example/\t{number}", "control"),
        ("https://carrier.example\\{number}/x", "host"),
        ("https://carrier.example/\\{number}", "backslashes"),
        ("https://carrier.example/\u202e{number}", "control"),
        ("https://carrier.example/{number}" + "x" * 3000, "plain address"),
    ],
)
def test_any_other_template_is_refused_and_says_why(template: str, reason: str) -> None:
    with pytest.raises(UnusableTemplate, match=reason):
        validate_override(template)


@pytest.mark.parametrize(
    "number",
    [
        None,
        "",
        "12",
        "ABCDEF",
        "-12345",
        "9" * 51,
        "9" * 5000,
        "1" + " " * 5000,
        "\ufdfa" * 20,
        "%s%s123",
        "{0.__class__}1",
        "{number}1",
        "123/../../etc",
        "123?x=1",
        "123&x=1",
        "123#x",
        "123%2F",
        "123\\456",
        "123;456",
        "123,456",
        '123"><script>alert(1)</script>',
        "javascript:alert(1)",
        "https://evil.example/1",
        "12345é",
    ],
)
def test_what_is_no_number_gets_no_link(number: str | None) -> None:
    assert link("UPS", number).url is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "https://www.ups.com\\@evil.example",
        "https://u@evil.example/x",
    ],
)
def test_an_unsafe_address_is_as_none(url: str) -> None:
    assert link("UPS", UPS_NUMBER, url).source is LinkSource.COMPANY


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Bob's\n\tVans ", "Bob's Vans"),
        ("Bob\x00\x07\u202esnaV\u2066 \u200bs", "Bob snaV s"),
        ("<b>Vans</b>", "<b>Vans</b>"),
        ("Vans" * 30, "Vans" * 14 + "Van…"),
        ("V" + " " * 5000, "V"),
        ("\ud800Vans\ue000", "Vans"),
    ],
)
def test_a_company_s_text_is_one_short_line_without_hidden_characters(text: str, shown: str) -> None:
    assert link(text, "1").company == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (None, None),
        ("", None),
        ("\u200b \x00", None),
        ("1Z 5R8", "1Z5R8"),
        ("1Z\n5R8\u202e", "1Z5R8"),
        ("9" * 5000, "9" * 59 + "…"),
        ("{0.__class__}", "{0.__class__}"),
    ],
)
def test_a_number_that_gets_no_link_is_still_shown_as_text(number: str | None, shown: str | None) -> None:
    assert link("Bob's Vans", number).number == shown


any_text = st.none() | st.text(max_size=80)
likely_companies = st.sampled_from(
    ["UPS", "gls", "DHL", "DPD", "Royal Mail", "Amazon", "PostNL", "Zeleris", "Other"]
)
likely_numbers = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_-]{1,60}", fullmatch=True) | st.from_regex(
    r"(1Z|TBA|RB|94|96|YT)[0-9A-Z]{9,20}(US|ES|GB)?", fullmatch=True
)


@given(
    company=any_text | likely_companies,
    number=any_text | likely_numbers,
    url=any_text | st.just(SHOPIFY_URL),
    country=st.none() | st.text(max_size=2) | st.sampled_from(["ES", "US", "GB", "NL"]),
)
def test_whatever_comes_it_never_raises_and_leads_only_where_it_may(
    company: str | None, number: str | None, url: str | None, country: str | None
) -> None:
    shown = link(company, number, url, country=country, overrides={"Zeleris": OWN_PAGE})

    if shown.source is LinkSource.NONE:
        assert shown.url is None
    elif shown.source is LinkSource.SHOPIFY_URL:
        assert shown.url == url
    else:
        parts = urlsplit(shown.url)
        assert parts.scheme == "https"
        assert parts.hostname in carrier_hosts() | {"tracking.casalumbre.example"}


@given(number=likely_numbers.filter(lambda text: clean_number(text) is not None))
def test_a_number_changes_neither_host_nor_shape_of_an_address(number: str) -> None:
    reference = urlsplit(link("SEUR", "12345678").url)
    shown = link("SEUR", number)
    parts = urlsplit(shown.url)

    if shown.source is LinkSource.COMPANY:
        assert parts[:3] == reference[:3]
        assert parts.fragment == ""
        assert unquote(parts.query) == f"segOnlineIdentificador={shown.clean}"


@pytest.mark.parametrize(
    ("company", "url", "site", "host"),
    [
        ("UPS", SHOPIFY_URL, "UPS", "ups.com"),
        ("ups ", "https://wwwapps.ups.com./x?1234", "ups", "wwwapps.ups.com"),
        ("UPS", "https://evil.example/ups.com", None, "evil.example"),
        ("UPS", "https://ups.com.evil.example/x", None, "ups.com.evil.example"),
        ("FedEx", "https://parcelsapp.com/en/tracking/1", None, "parcelsapp.com"),
        ("Bob's Vans", "https://www.bobs-vans.example/1", None, "bobs-vans.example"),
        (None, "https://www.fedex.com/1", None, "fedex.com"),
        (None, "https://www.ups.com/1", "UPS", "ups.com"),
        ("Bob's Vans", "https://www.ups.com/1", "UPS", "ups.com"),
        ("DPD", "https://my.dpd.co.uk/1", "DPD", "my.dpd.co.uk"),
        ("UPS", "https://ups.com.münchen.example/1", None, "ups.com.xn--mnchen-3ya.example"),
        (
            "UPS",
            f"https://ups.com.{'a' * 50}.evil.example/1",
            None,
            "…" + f"ups.com.{'a' * 50}.evil.example"[-59:],
        ),
    ],
)
def test_a_carrier_s_name_is_lent_to_hosts_of_its_own_only(
    company: str | None, url: str, site: str | None, host: str | None
) -> None:
    shown = link(company, UPS_NUMBER, url)

    assert (shown.url, shown.site, shown.host) == (url, site, host)


def test_a_host_that_no_browser_could_ask_for_is_no_address() -> None:
    assert link("Bob's Vans", "12345678", f"https://ü{'a' * 80}.example/12345678").url is None


@pytest.mark.parametrize(
    "other",
    [
        *(
            "Otro",
            "Sonstige",
            "Autre",
            "Altro",
            "Overig",
            "Andere",
            "OUTRO",
            "Other",
            "その他",
            "기타",
            "其他",
            "Diğer",
        ),
        *("Khác", "อื่นๆ", "Muu", "Annet", "Annan", "Jiné", "Inne", "Andet"),
    ],
)
def test_other_in_any_language_of_shopify_s_admin_names_nobody(other: str) -> None:
    assert link(other, "12345678", "https://x.example/12345678") == TrackingLink(
        company=None,
        number="12345678",
        clean="12345678",
        url="https://x.example/12345678",
        source=LinkSource.SHOPIFY_URL,
        host="x.example",
    )


@pytest.mark.parametrize(
    ("company", "number", "site"),
    [
        ("LSO", "TBA502887274000", None),
        ("Lone Star Overnight", "TBA502887274000", None),
        ("GLS", "TBA502887274000", None),
        ("Bob's Vans", "TBA502887274000", None),
        ("DPD Germany", "A000XX0AX0", None),
        ("SEUR", "TBA502887274000", None),
        ("SEUR", UPS_NUMBER, "UPS"),
        ("DPD Germany", UPS_NUMBER, "UPS"),
        ("OnTrac", "1LS717793482164", "OnTrac"),
        ("Lasership", "1LS717793482164", "Lasership"),
        ("DHL eCommerce", "9400111201080805483016", "DHL eCommerce"),
        ("Royal Mail", "RB123456785CN", "Royal Mail"),
        (None, "RB123456785ES", "Correos"),
    ],
)
def test_a_named_carrier_gets_only_numbers_that_can_be_its_own(
    company: str | None, number: str, site: str | None
) -> None:
    assert link(company, number).site == site


@pytest.mark.parametrize(
    "number", ["9400111899223200000000", "9622001900000000000000000000000000", "9.40011E+21", "#N/A", "TRUE"]
)
@pytest.mark.parametrize("url", [None, "https://tools.usps.com/go/TrackConfirmAction?tLabels=1"])
def test_a_destroyed_number_is_shown_as_it_is_and_leads_nowhere(number: str, url: str | None) -> None:
    shown = link("USPS", number, url, overrides={"USPS": OWN_PAGE})

    assert (shown.number, shown.clean, shown.url) == (number, None, None)
    assert shown.fault is not None


@pytest.mark.parametrize(
    ("pasted", "url"),
    [
        ("1z5r89390357567127", "https://www.ups.com/t?n=1z5r89390357567127"),
        ("1Z5R8939\u200b0357567127", "https://www.ups.com/t?n=1Z5R8939%E2%80%8B0357567127"),
        ("1Z5R8939\u200b0357567127", "https://www.ups.com/t?n=1Z5R8939%e2%80%8b0357567127"),
        ("1Z 5R8 939 03 5756 7127", "https://www.ups.com/t?n=1Z+5R8+939+03+5756+7127"),
        (" 1Z 5R8 939 03 5756 7127", "https://www.ups.com/t?n=1Z%205R8%20939%2003%205756%207127"),
        ("1Z5R8939\t0357567127", "https://www.ups.com/t?n=1Z5R89390357567127"),
    ],
)
def test_a_given_address_carries_the_clean_number_too(pasted: str, url: str) -> None:
    assert link("UPS", pasted, url).url == f"https://www.ups.com/t?n={UPS_NUMBER}"


@pytest.mark.parametrize(
    "url",
    [
        "https://carrier.example/t?franq=&envio=",
        "https://carrier.example/t?lang=es&envio=",
        "https://carrier.example/t/{tracking_number}",
        "https://carrier.example/t?n=%7Bnumber%7D",
        "https://carrier.example/t?n=[TRACKING_NUMBER]",
    ],
)
@pytest.mark.parametrize("number", [None, "", "12345678"])
def test_an_address_with_a_hole_where_the_number_belongs_is_none(url: str, number: str | None) -> None:
    assert link("MRW Group", number, url).url is None


@pytest.mark.parametrize(
    "url",
    [
        "https://carrier.example/t?n=12345678&x=",
        "https://carrier.example/t/98765?x=",
        "https://carrier.example/",
    ],
)
def test_an_address_without_a_hole_stays(url: str) -> None:
    assert link("MRW Group", "12345678", url).url == url


def several(*infos: tuple[str | None, str | None, str | None]) -> list[tuple[str | None, str | None]]:
    shown = tracking_links(
        [TrackingInfo(company=company, number=number, url=url) for company, number, url in infos]
    )
    return [(each.number, each.url) for each in shown]


def test_numbers_pasted_together_get_a_link_each() -> None:
    other = "1Z879E930346834440"

    assert several(("UPS", f"{UPS_NUMBER} {other}", None)) == [
        (UPS_NUMBER, UPS_URL),
        (other, UPS_URL.replace(UPS_NUMBER, other)),
    ]
    assert several(("UPS", f"{UPS_NUMBER},{other}", f"https://www.ups.com/t?n={UPS_NUMBER}%2C{other}")) == [
        (UPS_NUMBER, f"https://www.ups.com/t?n={UPS_NUMBER}"),
        (other, f"https://www.ups.com/t?n={other}"),
    ]
    assert several(("UPS", f"{UPS_NUMBER},{other}", f"https://www.ups.com/t?n={other}")) == [
        (UPS_NUMBER, UPS_URL),
        (other, f"https://www.ups.com/t?n={other}"),
    ]


def test_a_number_that_stands_there_twice_is_shown_once_with_the_better_link() -> None:
    own = "https://bobs-vans.example/12345678"

    assert several((None, "12345678", None), ("Bob", "1234-5678", None), ("Bob", "12345678", own)) == [
        ("12345678", own)
    ]
    assert several(("UPS", UPS_NUMBER, None), ("UPS", UPS_NUMBER.lower(), None)) == [(UPS_NUMBER, UPS_URL)]


def test_what_has_no_number_and_says_nothing_new_is_left_out() -> None:
    assert several((None, None, None)) == []
    assert several(("UPS", UPS_NUMBER, None), ("UPS", "", None), (None, None, UPS_URL)) == [
        (UPS_NUMBER, UPS_URL)
    ]
    assert several(("UPS", None, None), ("UPS", None, SHOPIFY_URL)) == [(None, None), (None, SHOPIFY_URL)]
