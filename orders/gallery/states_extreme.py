"""Orders that strain a page: very many parcels, next to nothing, endless words, other scripts, hostile text."""

from collections.abc import Callable, Mapping
from datetime import datetime

from orders.domain.order import Fulfillment, Order
from orders.gallery.builders import (
    a_fulfillment,
    a_fulfillment_order,
    a_line,
    a_tracking,
    an_event,
    an_order,
)

PARCELS, LINES_A_PARCEL = 40, 5
TOWNS = ("Guadalajara", "Calatayud", "Teruel", "Zaragoza", "Huesca", "Lleida", "Valencia")
WARES = (
    "Stoneware mug",
    "Beeswax candle",
    "Brass table lamp",
    "Washed linen table runner",
    "Terracotta vase",
)
COLOURS = ("Sand", "Olive", "Ink", "Rust", "Chalk", "Moss", "Plum", "Sky")


def very_long(now: datetime) -> Order:
    """Forty parcels with two hundred items: some delivered, some moving, one held up."""
    lines = [
        a_line(
            line,
            title=WARES[line % len(WARES)],
            variant_title=f"{COLOURS[line % len(COLOURS)]}, no. {line}",
            quantity=1 + line % 3,
        )
        for line in range(1, PARCELS * LINES_A_PARCEL + 1)
    ]
    return an_order(
        now=now,
        placed_hours_ago=24 * 9,
        lines=lines,
        fulfillments=[_one_of_forty(parcel, now=now) for parcel in range(1, PARCELS + 1)],
        fulfillment_orders=(a_fulfillment_order(now=now, status="CLOSED", items=(), fulfillments=(1,)),),
        fulfillment_status="FULFILLED",
    )


def _one_of_forty(parcel: int, *, now: datetime) -> Fulfillment:
    first_line = (parcel - 1) * LINES_A_PARCEL + 1
    status = "DELAYED" if parcel == PARCELS else "DELIVERED" if parcel <= PARCELS // 2 else "IN_TRANSIT"
    scans = [
        an_event(
            "IN_TRANSIT",
            now=now,
            event=parcel * 100 + place,
            hours_ago=100 - 12 * place + parcel / 10,
            city=town,
            message="Arrived at sorting centre",
        )
        for place, town in enumerate(TOWNS)
    ]
    last = an_event(
        status,
        now=now,
        event=parcel * 100 + 99,
        hours_ago=3 + parcel / 10,
        city="Zaragoza",
        estimated_in_hours=None if status == "DELIVERED" else 30,
    )
    return a_fulfillment(
        parcel,
        now=now,
        display_status=status,
        hours_ago=120,
        events=(*scans, last),
        items=[(line, 1 + line % 3) for line in range(first_line, first_line + LINES_A_PARCEL)],
        tracking=(a_tracking(f"PQ4X7A04100012{parcel:02}0128012A"),),
    )


def very_short(now: datetime) -> Order:
    """One thing without a variant, and a shop that says nothing else."""
    return an_order(
        now=now,
        name="1",
        placed_hours_ago=1,
        lines=(a_line(title="Mug", variant_title=None),),
        fulfillment_orders=None,
        destination_city=None,
        destination_country_code=None,
    )


def strained(
    now: datetime,
    *,
    name: str = "#1001",
    title: str,
    variant: str,
    place: str,
    message: str,
    carrier: str,
    number: str,
    url: str | None = None,
) -> Order:
    """One parcel on its way and one line that waits; every text in it is the given one."""
    scan = an_event("IN_TRANSIT", now=now, event=1, hours_ago=5, city=place, message=message)
    return an_order(
        now=now,
        name=name,
        lines=(a_line(1, title=title, variant_title=variant, quantity=3), a_line(2, title=title)),
        fulfillments=(
            a_fulfillment(
                now=now,
                display_status="IN_TRANSIT",
                events=(scan,),
                items=((1, 3),),
                tracking=(a_tracking(number, company=carrier, url=url),),
                estimated_in_hours=52,
            ),
        ),
        fulfillment_orders=(
            a_fulfillment_order(1, now=now, status="CLOSED", items=(), fulfillments=(1,), location=place),
            a_fulfillment_order(2, now=now, items=((2, 1),), location=place, city=place),
        ),
        destination_city=place,
        fulfillment_status="PARTIALLY_FULFILLED",
    )


def long_words(now: datetime) -> Order:
    """Words that cannot be broken anywhere, as German shops and Welsh towns have them."""
    return strained(
        now,
        name="#SONDERANFERTIGUNGSBESTELLNUMMER-2026-1001-B",
        title="Donaudampfschifffahrtsgesellschaftskapitänsmützenaufbewahrungsschachtel aus Zirbelkiefernholz",
        variant="Sonnenblumengelb/Vergissmeinnichtblau/Mitternachtsschwarzgrau",
        place="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        message="Zustellhindernisbenachrichtigungskarte im Hausbriefkastenschlitz hinterlegt",
        carrier="Vereinigte Paketzustellgesellschaft für Sondergutbeförderungsleistungen",
        number="JJD000390007812345678901234567890123456789012345678901234567890",
    )


def right_to_left(now: datetime) -> Order:
    """A shop that writes Arabic and Hebrew, read in whatever language the page is in."""
    return strained(
        now,
        title="كوب من الخزف الحجري 350 ml (طقم من 2)",
        variant="أزرق / כחול",
        place="الدار البيضاء",
        message="تم تسليم الشحنة إلى مركز الفرز رقم 12، الرجاء الانتظار.",
        carrier="أرامكس",
        number="AB-1234 5678/90",
    )


def hostile(now: datetime) -> Order:
    """Markup, template code, direction overrides and stacked marks, wherever a text may come from outside."""
    markup = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    return strained(
        now,
        name='#1001"><b>',
        title="{{ settings.SECRET_KEY }} {% load static %} ${7*7} " + markup,
        variant="\u202egnp.exe\u202c \u200b\u200b Z\u0351\u036b\u0313\u036a\u0302\u036b a\u0317\u0326l\u0321g\u034eo",
        place="<b>Zaragoza</b>\n\n\t{{ city }}",
        message="]]>--></q></li><style>*{display:none}</style>" + "👩‍👩‍👧‍👦" * 12,
        carrier="<marquee>Correos</marquee>",
        number="javascript:alert(1)//" + "W" * 60,
        url="javascript:alert(document.domain)",
    )


EXTREME: Mapping[str, Callable[[datetime], Order]] = {
    "very_long": very_long,
    "very_short": very_short,
    "long_words": long_words,
    "right_to_left": right_to_left,
    "hostile": hostile,
}
