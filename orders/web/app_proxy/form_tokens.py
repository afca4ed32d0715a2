"""What shows that a form is one of ours, and not an old one: there is no cookie that could."""

from django.core import signing

from orders import conf
from orders.web.app_proxy.verification import Visit

FIELD = "form_token"
LIFETIME_SECONDS = 2 * 3600
SALT = "orders.web.app_proxy.form_tokens"


def issue(visit: Visit) -> str:
    """A token for a form that is shown in this visit; it says which shop and path, and when."""
    return signing.dumps(_place(visit), salt=SALT)


def is_valid(token: str, visit: Visit) -> bool:
    """Whether we issued it for this shop and path, and not long ago."""
    try:
        return bool(signing.loads(token, salt=SALT, max_age=LIFETIME_SECONDS) == _place(visit))
    except signing.BadSignature:
        return False


def _place(visit: Visit) -> list[str]:
    return [conf.shopify().domain, visit.prefix]
