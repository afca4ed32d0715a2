"""Where Casa Lumbre's goods are: two places of its own, and a warehouse that another company runs for it."""

from tests.sandbox.parts import LocationRecord

MADRID = LocationRecord(
    id="gid://shopify/Location/71000000001",
    name="Casa Lumbre Malasaña",
    address1="Calle del Espíritu Santo 14",
    city="Madrid",
    province="Madrid",
    zip="28004",
    country_code="ES",
)
VALENCIA = LocationRecord(
    id="gid://shopify/Location/71000000002",
    name="Taller Ruzafa",
    address1="Carrer de Sueca 27",
    city="Valencia",
    province="Valencia",
    zip="46006",
    country_code="ES",
)
ZARAGOZA = LocationRecord(
    id="gid://shopify/Location/71000000003",
    name="Almacén Ebro Logística",
    address1="Plataforma Logística PLAZA, Calle Bari 31",
    city="Zaragoza",
    province="Zaragoza",
    zip="50197",
    country_code="ES",
    third_party=True,
)

LOCATIONS = (MADRID, VALENCIA, ZARAGOZA)
