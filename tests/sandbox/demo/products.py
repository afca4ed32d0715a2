"""What Casa Lumbre sells: ceramics and things for the home, and two things that need no parcel."""

from dataclasses import replace

from tests.sandbox.building import Line
from tests.sandbox.parts import LocationRecord

MUG = Line(title="Taza Alba", variant_title="Terracota / 300 ml", sku="CL-TAZ-TER", picture="mug")
PLATE = Line(title="Plato llano Ribera", variant_title="Verde salvia", sku="CL-PLA-SAL", picture="plate")
BOWL = Line(title="Cuenco Duna", variant_title="Malva", sku="CL-CUE-MAL", picture="bowl")
VASE = Line(title="Jarrón Albufera", variant_title="Azul / 28 cm", sku="CL-JAR-AZU", picture="vase")
CANDLE = Line(title="Vela Azahar", variant_title="220 g", sku="CL-VEL-AZA", picture="candle")
LAMP = Line(title="Lámpara Candil", variant_title="Latón", sku="CL-LAM-LAT", picture="lamp")
THROW = Line(title="Manta Serranía", variant_title="Avena", sku="CL-MAN-AVE", picture="throw")
CUSHION = Line(title="Cojín Malvarrosa", variant_title="45 × 45 cm", sku="CL-COJ-MAL", picture="cushion")
TRAY = Line(title="Bandeja Olivo", variant_title="Grande", sku="CL-BAN-GRA", picture="tray")
PITCHER = Line(title="Jarra Turia", variant_title="1,2 l", sku="CL-JRA-TUR", picture="pitcher")
STOOL = Line(title="Taburete Encina", variant_title="Natural", sku="CL-TAB-NAT", picture="stool")
RUG = Line(title="Alfombra Bardenas", variant_title="140 × 200 cm", sku="CL-ALF-140", picture="rug")
GIFT_CARD = Line(
    title="Tarjeta regalo Casa Lumbre",
    variant_title="50 €",
    picture="gift-card",
    requires_shipping=False,
    is_gift_card=True,
)
PATTERN = Line(
    title="Patrón digital: cojín de patchwork",
    variant_title="PDF",
    picture="pattern",
    requires_shipping=False,
)


def of(line: Line, quantity: int = 1, location: LocationRecord | None = None) -> Line:
    """So many of a product, from its usual place or from another."""
    return replace(line, quantity=quantity, location=location or line.location)
