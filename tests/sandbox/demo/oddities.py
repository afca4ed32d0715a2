"""Orders that test the page's nerves: hostile text, unknown words, muddled times, names that repeat."""

from dataclasses import replace

from tests.sandbox.building import Line
from tests.sandbox.demo.products import BOWL, CANDLE, LAMP, MUG, PLATE, THROW, VASE, of
from tests.sandbox.demo.telling import Teller, parcel, tale
from tests.sandbox.locations import ZARAGOZA
from tests.sandbox.parts import TrackingRecord

LONG_GERMAN = (
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenaufbewahrungsschatulle aus handgeschliffenem "
    "Olivenholz mit eingelassenem Keramikdeckel, Lederriemen und Messingbeschlägen, groß, in Geschenkverpackung"
)


@tale("#1080", "quim.batlle@example.com", "A carrier nobody knows, with a number and no link")
def unknown_carrier(t: Teller) -> None:
    """Shown as text."""
    order = t.place(PLATE, at=t.on(-3, "12:00"), city="Ourense", zip_code="32001")
    t.ship(order, parcel("Transportes Hermanos Pazos", "THP-2026-00417"), at=t.on(-2, "11:11"))


@tale("#1081", "nil.cardona@example.com", "Three links that must not become links")
def hostile_links(t: Teller) -> None:
    """javascript:, data: and one with a user name in it."""
    order = t.place(BOWL, at=t.on(-3, "13:00"))
    t.ship(
        order,
        TrackingRecord(company="Correos", number="PK1", url="javascript:alert(document.domain)"),
        TrackingRecord(company="GLS", number="PK2", url="data:text/html,<script>alert(1)</script>"),
        TrackingRecord(company="SEUR", number="PK3", url="https://www.seur.com@evil.example/PK3"),
        at=t.on(-2, "10:00"),
    )


@tale("#1082", "ona.mestres@example.com", "Text that would like to be code, wherever text can be")
def hostile_text(t: Teller) -> None:
    """Markup, template syntax and control characters in titles, carriers and scans."""
    lines = (
        Line(title="<script>alert('title')</script>", variant_title="{{ 7*7 }}", picture="mug"),
        Line(title='"><img src=x onerror=alert(1)>', variant_title="{% debug %}", picture="bowl"),
        Line(title="Cuenco \u202egnitnioP\u202c \u0007 plegado", picture="plate"),
    )
    order = t.place(*lines, at=t.on(-2, "14:00"), city="<b>Madrid</b>")
    sent = t.ship(
        order,
        TrackingRecord(
            company="<b>Correos</b>", number="%s{0.__class__}", url="https://example.com/?q=<>\"'"
        ),
        at=t.on(-1, "10:00"),
    )
    t.scan(sent, "IN_TRANSIT", t.on(-1, "18:00"), "</title><script>", "{{ settings.SECRET_KEY }}")


@tale("#1083", "gael.torner@example.com", "A status that nobody knew when this was written")
def unknown_status(t: Teller) -> None:
    """Both the display status and the scan's."""
    order = t.place(VASE, at=t.on(-4, "10:00"), city="Lugo", zip_code="27001")
    sent = t.ship(order, parcel("SEUR", "02841203456851"), at=t.on(-3, "10:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-2, "09:00"), "Ponferrada")
    t.scan(sent, "HANDED_TO_DRONE", t.on(-1, "09:00"), "Lugo", shows_as="AIRBORNE")


@tale("#1084", "iker.unzueta@example.com", "Scans late, twice, out of order, and one from the future")
def muddled_scans(t: Teller) -> None:
    """What happened is in `happenedAt`; what is told later or twice changes nothing."""
    order = t.place(CANDLE, at=t.on(-6, "10:00"), city="Santander", zip_code="39001")
    sent = t.ship(order, parcel("GLS", "61771234567931"), at=t.on(-5, "10:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-3, "06:00"), "Burgos")
    t.scan(sent, "CARRIER_PICKED_UP", t.on(-5, "18:00"), "Madrid", heard_at=t.on(-2, "12:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-3, "06:00"), "Burgos", heard_at=t.on(-2, "12:01"))
    t.scan(sent, "LABEL_PURCHASED", t.on(-5, "10:00"), heard_at=t.on(-2, "12:02"))
    t.scan(sent, "DELIVERED", t.on(9, "12:00"), "Santander", heard_at=t.ago(hours=2), shows_as="IN_TRANSIT")
    with t.state.change(order, t.ago(hours=2)):
        sent.delivered_at = None


@tale("#1085", "nadia.romero@example.com", "Delivered, says the status; no scan and no date say when")
def missing_dates(t: Teller) -> None:
    """A fact without a time."""
    order = t.place(THROW, at=t.on(-8, "10:00"), city="Cuenca", zip_code="16001")
    t.ship(
        order, parcel("Correos", "PK43A70412345770116001T"), at=t.on(-6, "10:00"), display_status="DELIVERED"
    )


@tale("#1086", "abel.primero@example.com", "The first of two orders with the same name")
def twin_one(t: Teller) -> None:
    """Told apart by contact."""
    t.place(of(MUG, 2), at=t.on(-3, "10:00"))


@tale("#1086", "berta.segunda@example.com", "The second of two orders with the same name")
def twin_two(t: Teller) -> None:
    """Told apart by contact."""
    order = t.place(LAMP, at=t.on(-2, "10:00"), city="Ávila", zip_code="05001")
    sent = t.ship(order, parcel("SEUR", "02841203456861"), at=t.on(-1, "10:00"))
    t.scan(sent, "OUT_FOR_DELIVERY", t.today(0.5), "Ávila")


@tale("#1087", "+34600123456", "Placed with a phone number only")
def phone_only(t: Teller) -> None:
    """No email at all."""
    order = t.place(BOWL, at=t.on(-2, "12:00"))
    t.ship(order, parcel("Correos", "PK43A70412345780128012Z"), at=t.on(-1, "12:00"))


@tale("#1088", "", "No email and no phone: cannot be looked up")
def no_contact(t: Teller) -> None:
    """From the till, without a customer."""
    t.place(CANDLE, at=t.on(-2, "13:00"), source_name="pos")


@tale("EN-1001", "emily.hart@example.com", "A name with a prefix, as an older setting made it")
def prefixed(t: Teller) -> None:
    """Has the digits of #1001."""
    order = t.place(of(PLATE, 4), at=t.on(-3, "15:00"), city="Lisboa", zip_code="1200-109", country_code="PT")
    sent = t.ship(order, parcel("CTT Express", "0082800082800012345711"), at=t.on(-2, "12:00"))
    t.scan(sent, "IN_TRANSIT", t.on(-1, "05:00"), "Badajoz", estimated=t.on(1, "20:00"))


@tale("#1089", "annegret.schmitz@example.com", "Very long titles, one without a space")
def long_titles(t: Teller) -> None:
    """Must not break a narrow page."""
    lines = (
        Line(
            title=LONG_GERMAN,
            variant_title="Sondergröße / Linkshänderausführung",
            picture="tray",
        ),
        Line(title="W" * 180, picture="vase"),
        replace(MUG, title="杯" * 60),
    )
    order = t.place(*lines, at=t.on(-2, "11:00"), city="Köln", zip_code="50667", country_code="DE")
    t.ship(order, parcel("DHL Express", "4712345699"), at=t.on(-1, "11:00"))


@tale(
    "#1095", "tomas.peral@example.com", "Split from the Zaragoza warehouse, where one unit is still missing"
)
def third_party_split(t: Teller) -> None:
    """Without the third-party scope part of it would vanish."""
    order = t.place(MUG, of(CANDLE, 3, ZARAGOZA), at=t.on(-3, "16:30"), city="Soria", zip_code="42001")
    ours, theirs = order.fulfillment_orders
    t.ship(order, parcel("SEUR", "02841203456871"), at=t.on(-2, "11:00"), work=ours)
    sent = t.ship(
        order,
        parcel("GLS", "61771234567941"),
        at=t.on(-1, "09:00"),
        work=theirs,
        quantities={CANDLE.title: 2},
    )
    t.scan(sent, "IN_TRANSIT", t.today(0.3), "Zaragoza")
    t.state.set_hold(theirs, "INVENTORY_OUT_OF_STOCK", at=t.today(0.4))


@tale(
    "#1097",
    "marc.ferrer@example.com",
    "Numbers pasted with a blank that cannot be seen, and two in one field",
)
def pasted_numbers(t: Teller) -> None:
    """Each number is one, as its carrier writes it, with its link."""
    order = t.place(of(MUG, 2), CANDLE, at=t.on(-3, "10:20"), city="Tarragona", zip_code="43001")
    ours = parcel("Correos", "\ufeffPQ4X7A0410009\u200b430010A PQ4X7A0410010430010A")
    t.scan(t.ship(order, ours, at=t.on(-2, "12:00")), "IN_TRANSIT", t.on(-1, "07:40"), "Zaragoza")


@tale(
    "#1098",
    "laia.soler@example.com",
    "A number that a spreadsheet has rounded; the shop is told in the admin",
)
def destroyed_number(t: Teller) -> None:
    """Shown as it is, without a link, for no carrier knows it."""
    order = t.place(LAMP, at=t.on(-2, "09:10"), city="Huesca", zip_code="22001")
    t.ship(order, parcel("USPS", "9.40011E+21"), at=t.on(-1, "10:00"))


@tale("#0902", "remedios.antiguo@example.com", "From three months ago: only apps with read_all_orders see it")
def old(t: Teller) -> None:
    """Past the 60 days."""
    order = t.place(VASE, at=t.ago(days=95), city="Jaén", zip_code="23001")
    sent = t.ship(order, parcel("Correos", "PK43A70412340020123001K"), at=t.ago(days=94))
    t.scan(sent, "DELIVERED", t.ago(days=91), "Jaén")
