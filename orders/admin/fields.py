"""Form fields for what a merchant types: colours, addresses, plain words and pictures, all read with care."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from orders.branding.images import MOST_BYTES, ImageKind, SafeImage, UnusableImage, make_safe
from orders.branding.models import is_web_address
from orders.branding.palette import NotAColour, read_colour
from orders.domain.safe_url import safe_link_url
from orders.shopify.text import clean_text

ONLY_PICTURES = ".svg,.png,.jpg,.jpeg,.webp,.gif,image/svg+xml,image/png,image/jpeg,image/webp,image/gif"

NO_ADDRESS = "Give a plain web address, such as https://example.com/help."


class ColourField(forms.CharField):
    """A colour as `#rrggbb`, or empty. The page's script puts the browser's colour picker beside it."""

    def __init__(self, **options: Any) -> None:
        attributes = {
            "data-colour": "",
            "spellcheck": "false",
            "autocomplete": "off",
            "autocapitalize": "none",
        }
        widget = forms.TextInput(attrs=attributes)
        super().__init__(max_length=60, required=False, widget=widget, **options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return read_colour(typed)
        except NotAColour as error:
            raise ValidationError(
                "That is not a colour this site can use. Write it like #0b5d4b, or choose it with the picker.",
                code="colour",
            ) from error


class WebAddressField(forms.URLField):
    """An http(s) address that a browser reads as we do, or empty; `example.com` is taken as https."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(
            max_length=max_length,
            required=False,
            empty_value="",
            assume_scheme="https",
            error_messages={"invalid": NO_ADDRESS},
            **options,
        )
        self.validators = [each for each in self.validators if each not in self.default_validators]

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        if address:
            try:
                is_web_address(address)
            except ValidationError as error:
                raise ValidationError(NO_ADDRESS, code="invalid") from error
            if safe_link_url(address) is None:
                raise ValidationError(NO_ADDRESS, code="invalid")
        return address


class WordsField(forms.CharField):
    """Plain words on one line: no line breaks, and nothing that cannot be seen."""

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        return clean_text(typed, limit=self.max_length or len(typed)) or ""


class PictureField(forms.Field):
    """An uploaded picture, made safe; None when none was chosen."""

    def __init__(self, *, kind: ImageKind, **options: Any) -> None:
        self.kind = kind
        widget = forms.FileInput(attrs={"accept": ONLY_PICTURES})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value: Any) -> SafeImage | None:
        if not isinstance(value, UploadedFile):
            return None
        try:
            return make_safe(value.read(MOST_BYTES + 1), kind=self.kind)
        except UnusableImage as error:
            raise ValidationError(str(error), code="picture") from error
