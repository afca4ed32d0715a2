"""The link in Shopify's emails may lead to the shop's own domain."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def test_the_snippet_may_lead_to_the_shops_own_domain() -> None:
    told = StringIO()
    call_command("email_snippet", "--app-proxy", "/tools/parcels/", stdout=told)
    address = "{{ shop.url }}/tools/parcels?order={{ name | default: order_name | url_encode }}"
    assert f'<a href="{address}">' in told.getvalue()


@pytest.mark.parametrize(
    "path", ["apps/track", "https://shop.example/apps/track", "/apps/<b>", "/{{ x }}", "//evil"]
)
def test_it_takes_nothing_but_a_path(path: str) -> None:
    with pytest.raises(CommandError, match="/apps/track"):
        call_command("email_snippet", "--app-proxy", path)
