"""The form of a rule: when, and then what."""

import ipaddress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError

from orders.messages.email import read_address
from orders.rules.models import Rule
from orders.rules.telling import TOLD_AS
from orders.rules.triggers import NEEDS_HOURS, Trigger
from orders.transport.reachable import is_public

if TYPE_CHECKING:
    Base = forms.ModelForm[Rule]
else:
    Base = forms.ModelForm

MOST_ADDRESSES = 5
FIRST_WORDS: dict[str, dict[str, Any]] = {
    "no_scan": {
        "name": "No scan after two days",
        "trigger": Trigger.NO_SCAN,
        "hours": 48,
        "tag": "no scan yet",
    },
    "overdue": {"name": "Overdue", "trigger": Trigger.OVERDUE, "hours": 0, "tag": "overdue"},
    "held": {"name": "Held for a day", "trigger": Trigger.HELD, "hours": 24, "tag": "held"},
    "attempted": {
        "name": "Missed the delivery",
        "trigger": Trigger.ATTEMPTED,
        "hours": 24,
        "tag": "attempted",
    },
    "returned": {"name": "Came back", "trigger": Trigger.RETURNED, "hours": 0, "tag": "returned"},
}
"""Rules that many shops want, as the form may begin."""


HELP = {
    "name": "As staff will read it, such as “No scan after two days”.",
    "hours": "0: at once. Otherwise only if it is still so after that time.",
    "tag": "Added to the order in Shopify; needs the scope write_orders. Empty: no tag.",
    "mail_to": "Addresses of staff, with commas between them. Empty: no mail.",
    "hook_url": "Is called, signed. Must be https, and on the public internet. Empty: no call.",
    "tells_shopper": "Through Messages: only kinds that are switched on there, and only who wants them.",
    "most_an_hour": "Would it fire for more within an hour, the rule is stopped.",
}


NAMES = {"trigger": "This is so", "hours": "For so many hours", "most_an_hour": "Orders within an hour"}


class RuleForm(Base):
    """All of a rule but whether it is on."""

    class Meta:
        model = Rule
        fields = ("name", "trigger", "hours", "tag", "mail_to", "hook_url", "tells_shopper", "most_an_hour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, bound in self.fields.items():
            bound.label_suffix = ""
            bound.label = NAMES.get(name, bound.label)
            bound.help_text = HELP.get(name, "")
            if bound.help_text:
                bound.widget.attrs["aria-describedby"] = f"help-{name}"

    def clean_tag(self) -> str:
        """One tag: Shopify parts a text at its commas."""
        tag = " ".join(str(self.cleaned_data["tag"]).split())
        if "," in tag:
            message = "One tag, without a comma."
            raise ValidationError(message)
        return tag

    def clean_mail_to(self) -> str:
        """A few bare addresses."""
        given = [each.strip() for each in str(self.cleaned_data["mail_to"]).split(",") if each.strip()]
        try:
            addresses = list(dict.fromkeys(read_address(each) for each in given))
        except ValueError as error:
            message = "Give addresses such as support@casalumbre.example, with commas between them."
            raise ValidationError(message) from error
        if len(addresses) > MOST_ADDRESSES:
            message = f"At most {MOST_ADDRESSES} addresses."
            raise ValidationError(message)
        return ", ".join(addresses)

    def clean_hook_url(self) -> str:
        """An https address of the public internet, as far as its text says."""
        url = str(self.cleaned_data["hook_url"]).strip()
        if url and not is_possible_hook(url):
            message = "Give an https address of the public internet, without a user in it."
            raise ValidationError(message)
        return url

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        trigger = given.get("trigger")
        if trigger in NEEDS_HOURS and given.get("hours") == 0:
            self.add_error("hours", "This is so of every order at first: say after how many hours.")
        if given.get("tells_shopper") and trigger and trigger not in TOLD_AS:
            self.add_error(
                "tells_shopper", "The shopper’s page says nothing new then, so there is nothing to tell."
            )
        acts = ("tag", "mail_to", "hook_url", "tells_shopper")
        if not any(given.get(name) for name in acts) and not set(acts) & set(self.errors):
            message = "Say what is to be done: a tag, a mail, a web hook or a message."
            raise ValidationError(message)
        return cleaned


def is_possible_hook(url: str) -> bool:
    """Whether a web hook may be there; what its name leads to is checked at each call."""
    try:
        address = urlsplit(url)
        host, _ = address.hostname, address.port
    except ValueError:
        return False
    if address.scheme != "https" or not host or address.username is not None or any(map(str.isspace, url)):
        return False
    try:
        return is_public(ipaddress.ip_address(host))
    except ValueError:
        return "." in host and not host.endswith((".local", ".internal", ".localhost"))
