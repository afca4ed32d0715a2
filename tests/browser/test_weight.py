"""The first view of an order in one round trip."""

import pytest
import requests

from tests.quality.demo_site import DemoSite
from tests.quality.weight import MOST, weigh

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("language", ["en", "es", "ar", "ja"])
def test_the_page_of_a_usual_order_with_its_style_fits_in_fourteen_kilobytes(
    demo: DemoSite, encoding: str, language: str
) -> None:
    url = demo.link("#1061", "gonzalo.pardo@example.com")  # two parcels, several scans
    with requests.Session() as session:
        weight = weigh(session, url, encoding=encoding, language=language)
    print(f"{language} {encoding}: {weight} bytes")
    assert weight <= MOST
