"""API tokens in the admin: made for one location, shown once, revoked by an action; nothing of one is ever changed."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from orders import clock, conf
from orders.api import tokens
from orders.api.models import ApiToken, Right
from orders.asking import breaker, gateway
from orders.shopify.errors import ShopifyError
from orders.transport.deadline import Deadline

if TYPE_CHECKING:
    Base = admin.ModelAdmin[ApiToken]
    FormBase = forms.ModelForm[ApiToken]
else:
    Base, FormBase = admin.ModelAdmin, forms.ModelForm

DAY_SECONDS = 86_400
READ_SECONDS = 8.0
MOST_DAYS = 730


class TokenForm(FormBase):
    """What a new token is to be."""

    location = forms.ChoiceField(
        help_text="The token sees and ships what leaves from here, and nothing else."
    )
    may = forms.MultipleChoiceField(
        label="May",
        choices=Right.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Right.READ, Right.SHIP],
    )
    days = forms.IntegerField(label="Valid for (days)", min_value=1, max_value=MOST_DAYS, initial=365)
    callback_url = forms.URLField(
        label="Callback address",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="Is told, signed, when an operation has ended. Must be https, and on the public internet.",
    )

    class Meta:
        model = ApiToken
        fields = ("name", "callback_url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        location = self.fields["location"]
        assert isinstance(location, forms.ChoiceField)  # noqa: S101 - so that types are known
        try:
            location.choices = read_locations()
        except ShopifyError:
            location.choices = []
            location.help_text = "Shopify gives no list of locations now: is read_locations among the scopes?"

    def clean_callback_url(self) -> str:
        """Only https."""
        url = str(self.cleaned_data["callback_url"])
        if url and not url.startswith("https://"):
            message = "It must begin with https://."
            raise ValidationError(message)
        return url


@admin.register(ApiToken)
class ApiTokenAdmin(Base):
    """A list, a form for a new one, and an action that ends some."""

    form = TokenForm
    list_display = ("name", "ends_in", "location_name", "may", "state", "last_used", "created_by")
    list_display_links = None
    actions = ("revoke",)
    fields = ("name", "location", "may", "days", "callback_url")

    @admin.display(description="Ends in")
    def ends_in(self, token: ApiToken) -> str:
        """So that somebody who holds a token finds its row."""
        return f"…{token.shown_end}"

    @admin.display(description="May")
    def may(self, token: ApiToken) -> str:
        """Its rights."""
        return ", ".join(token.rights)

    @admin.display(description="State")
    def state(self, token: ApiToken) -> str:
        """Until when, or since when no more."""
        if token.revoked_at is not None:
            return f"revoked on {_day(token.revoked_at)}"
        word = "expired on" if token.expires_at <= clock.seconds() else "valid until"
        return f"{word} {_day(token.expires_at)}"

    @admin.display(description="Last used")
    def last_used(self, token: ApiToken) -> str:
        """To some minutes."""
        return clock.local(token.used_at).strftime("%Y-%m-%d %H:%M") if token.used_at else "never"

    @admin.action(description="Revoke the selected tokens", permissions=["add"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        """End them now."""
        for token in queryset:
            tokens.revoke(token, by=request.user.get_username(), now=clock.seconds())
        messages.success(request, "They open nothing any more.")

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:  # noqa: FBT001
        """Make it; what it is stays in the request, for the one page that shows it."""
        given, now = form.cleaned_data, clock.seconds()
        wish = tokens.Wish(
            name=given["name"],
            location_id=given["location"],
            location_name=dict(form.fields["location"].choices)[given["location"]],
            rights=tuple(Right(right) for right in given["may"]),
            expires_at=now + given["days"] * DAY_SECONDS,
            callback_url=given["callback_url"],
        )
        made, text = tokens.make(wish, by=request.user.get_username(), now=now)
        obj.pk = made.pk
        request.shown_once = (made, text)  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The page that shows the token, and is kept nowhere."""
        made, text = request.shown_once  # type: ignore[attr-defined]
        context = self.admin_site.each_context(request) | {
            "title": "The new token",
            "opts": self.opts,
            "token": made,
            "text": text,
            "secret": tokens.callback_secret(made) if made.callback_url else "",
            "docs": f"{conf.site_url()}/api/v1/docs",
        }
        response = TemplateResponse(request, "admin/api/shown_once.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False


def read_locations() -> list[tuple[str, str]]:
    """GID and name of each location of the shop. Raises ShopifyError."""
    client = gateway.client()
    found = breaker.ask(lambda: client.read_locations(deadline=Deadline.after(READ_SECONDS)))
    return [(location.id, location.name) for location in found]


def _day(at: float) -> str:
    return clock.local(at).strftime("%Y-%m-%d")
