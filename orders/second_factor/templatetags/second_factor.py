"""What templates of Django's own views ask of this room."""

from django import template

from orders.second_factor import passkeys

register = template.Library()


@register.simple_tag
def passkeys_work() -> bool:
    """Whether browsers make passkeys for this site."""
    return passkeys.can_be_used()
