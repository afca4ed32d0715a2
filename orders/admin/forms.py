"""The parts of the brand's form. Blank always means: as the look has it, or as the settings say."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, override

from orders import conf
from orders.admin.fields import ColourField, PictureField, WebAddressField, WordsField
from orders.branding.images import ImageKind, SafeImage
from orders.branding.looks import LOOKS, ColourScheme, Corners, LookName, TypeStyle
from orders.branding.models import AppProxyLayout, Brand, BrandLink, BrandWords

Kind = BrandLink.Kind
SHOP_LINKS = (Kind.CONTACT, Kind.RETURNS, Kind.SHIPPING, Kind.FAQ, Kind.PRIVACY, Kind.TERMS)
NETWORK_LINKS = tuple(kind for kind in Kind if kind not in SHOP_LINKS)

AS_THE_LOOK = ("", "As the look has it")
TYPE_STYLES = {
    TypeStyle.SERIF: "Book",
    TypeStyle.GROTESQUE: "Poster",
    TypeStyle.ROUNDED: "Rounded",
    TypeStyle.MONO: "Typewriter",
}
CORNERS = {Corners.SQUARE: "Square", Corners.SLIGHT: "Slightly round", Corners.ROUND: "Round"}
COLOUR_SCHEMES = {
    ColourScheme.AUTO: "Light or dark, as each reader’s device is set",
    ColourScheme.LIGHT: "Always light",
    ColourScheme.DARK: "Always dark",
}


class BrandForm(forms.ModelForm):  # type: ignore[type-arg]
    """The brand's own row. Whoever saves it works out its palette (`orders.admin.draft`)."""

    look = forms.ChoiceField(
        choices=[(str(name), look.label) for name, look in LOOKS.items()], widget=forms.RadioSelect
    )
    type_style = forms.ChoiceField(
        label="Letters",
        choices=[AS_THE_LOOK, *((str(style), label) for style, label in TYPE_STYLES.items())],
        required=False,
        widget=forms.RadioSelect,
        help_text="Fonts that the reader’s device has already; none is loaded, so pages stay quick.",
    )
    corners = forms.ChoiceField(
        choices=[AS_THE_LOOK, *((str(corner), label) for corner, label in CORNERS.items())],
        required=False,
        widget=forms.RadioSelect,
        help_text="Of pictures, fields and buttons.",
    )
    accent = ColourField(
        label="Brand colour",
        help_text="For progress and the one button. Blank: the look’s own.",
    )
    paper = ColourField(
        label="Page colour",
        help_text="The background. A dark one is used for the dark page, a light one for the light page; "
        "the other is made to match. Blank: the look’s own.",
    )
    colour_scheme = forms.ChoiceField(
        label="Light or dark",
        choices=[(str(scheme), label) for scheme, label in COLOUR_SCHEMES.items()],
        widget=forms.RadioSelect,
    )
    name = WordsField(
        label="Shop name",
        max_length=80,
        required=False,
        help_text="Stands at the top when there is no logo, and in the browser’s tab. Blank: the STORE_NAME of .env.",
    )
    slogan = WordsField(
        max_length=140, required=False, help_text="One line at the foot of every page. Blank: none."
    )
    shop_url = WebAddressField(
        label="Shop address", max_length=300, help_text="Where the logo leads, such as https://example.com."
    )
    support_email = forms.EmailField(
        label="Email for shoppers",
        max_length=254,
        required=False,
        help_text="Shown on every page. Blank: the SUPPORT_EMAIL of .env.",
    )
    app_proxy_layout = forms.ChoiceField(
        label="Pages under the shop’s own address",
        choices=AppProxyLayout.choices,
        widget=forms.RadioSelect,
        help_text="Only for shops that have set up Shopify’s app proxy (example.com/apps/track).",
    )

    class Meta:
        model = Brand
        fields = (
            "look", "type_style", "corners", "accent", "paper", "colour_scheme",
            "name", "slogan", "shop_url", "support_email", "app_proxy_layout",
        )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        store = conf.store()
        self.fields["name"].widget.attrs["placeholder"] = store.name
        self.fields["support_email"].widget.attrs["placeholder"] = store.support_email
        look = LOOKS[self._chosen_look()]
        self.fields["accent"].widget.attrs["placeholder"] = look.accent
        self.fields["paper"].widget.attrs["placeholder"] = look.paper

    def _chosen_look(self) -> LookName:
        chosen = self["look"].value()
        return LookName(chosen) if chosen in LOOKS else LookName.EDITORIAL


class PicturesForm(forms.Form):
    """Logo, logo for dark pages, and icon: a new file for each, or its removal."""

    logo = PictureField(
        kind=ImageKind.LOGO,
        help_text="SVG or PNG, best without empty edges. Shown at most 200 by 48 pixels large.",
    )
    logo_dark = PictureField(
        kind=ImageKind.LOGO_DARK,
        label="Logo on dark pages",
        help_text="The same logo in light colours. Without one, dark pages put the logo above on a light plate.",
    )
    icon = PictureField(
        kind=ImageKind.ICON,
        help_text="A small square SVG or PNG for the browser’s tab, at least 32 by 32 pixels; 192 by 192 is best.",
    )
    remove_logo = forms.BooleanField(label="Remove it", required=False)
    remove_logo_dark = forms.BooleanField(label="Remove it", required=False)
    remove_icon = forms.BooleanField(label="Remove it", required=False)

    KINDS: Mapping[str, ImageKind] = {
        "logo": ImageKind.LOGO,
        "logo_dark": ImageKind.LOGO_DARK,
        "icon": ImageKind.ICON,
    }

    def new_pictures(self) -> dict[ImageKind, SafeImage]:
        """The pictures that were uploaded."""
        found = ((kind, self.cleaned_data[name]) for name, kind in self.KINDS.items())
        return {kind: picture for kind, picture in found if picture is not None}

    def removed(self) -> set[ImageKind]:
        """The pictures that are to go and have no successor."""
        gone = {kind for name, kind in self.KINDS.items() if self.cleaned_data[f"remove_{name}"]}
        return gone - self.new_pictures().keys()


class LinksForm(forms.Form):
    """One address for each kind of link."""

    prefix = "link"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in Kind:
            self.fields[kind] = WebAddressField(label=str(kind.label), max_length=500)
        if support_url := conf.store().support_url:
            contact = self.fields[Kind.CONTACT]
            contact.widget.attrs["placeholder"] = support_url
            contact.help_text = "Blank: the SUPPORT_URL of .env."

    def links(self) -> dict[Kind, str]:
        """The addresses that were given, in the order in which pages show them."""
        return {kind: self.cleaned_data[kind] for kind in Kind if self.cleaned_data[kind]}

    def shop_pages(self) -> list[forms.BoundField]:
        """Fields of pages of the shop."""
        return [self[kind] for kind in SHOP_LINKS]

    def has_networks(self) -> bool:
        """Whether one of the networks' fields has something to show."""
        return any(field.value() or field.errors for field in self.networks())

    def networks(self) -> list[forms.BoundField]:
        """Fields of accounts in networks."""
        return [self[kind] for kind in NETWORK_LINKS]


class WordsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The shop's own words in one language; what is blank stays as the site says it."""

    look_up_title = WordsField(label="Title of the first page", max_length=80, required=False)
    look_up_introduction = WordsField(label="The line below it", max_length=240, required=False)
    help_title = WordsField(label="Title of the help", max_length=80, required=False)
    help_text = WordsField(
        label="A sentence about help",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    footer = WordsField(
        label="Last line of every page",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = BrandWords
        fields = ("look_up_title", "look_up_introduction", "help_title", "help_text", "footer")

    def __init__(self, *args: Any, language: str, language_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.language = language
        self.language_name = language_name
        for name, field in self.fields.items():
            field.widget.attrs |= {"lang": language, "dir": "auto"}
            if name in SITE_WORDS:
                field.widget.attrs["placeholder"] = _in(language, SITE_WORDS[name])

    def given(self) -> int:
        """How many of the texts are the shop's own, as typed or as saved."""
        return sum(bool(self[name].value()) for name in self.fields)


SITE_WORDS = {
    "look_up_title": "Where is your order?",
    "look_up_introduction": "Two things are enough: your order number, and the email you ordered with.",
    "help_title": "Need a hand?",
}
"""What pages say where the shop says nothing else; the messages are those of the templates."""


def _in(language: str, message: str) -> str:
    with override(language):
        return gettext(message)
