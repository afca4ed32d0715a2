"""The brand as it is being edited: all forms of the page together, shown unsaved or saved as a whole."""

import base64
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest

from orders import conf
from orders.admin.forms import BrandForm, LinksForm, PicturesForm, WordsForm
from orders.branding import brands
from orders.branding.brands import Branding, Link, Picture, Words
from orders.branding.images import ImageKind
from orders.branding.models import THE_ONE, Brand, BrandImage, BrandLink, BrandWords
from orders.branding.stored_palette import keep_palette

WORDS = tuple(WordsForm.Meta.fields)


def stored_brand() -> Brand:
    """The brand's row, or one with nothing filled in that is not saved yet."""
    return Brand.objects.filter(pk=THE_ONE).first() or Brand(pk=THE_ONE)


class BrandDraft:
    """The forms of the brand, filled with what is stored or with what was sent."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        """Take what `request` posts; without one, what is stored."""
        data, files = (request.POST, request.FILES) if request is not None else (None, None)
        self.brand = stored_brand()
        self.stored_images = {
            ImageKind(image.kind): image for image in BrandImage.objects.filter(brand=THE_ONE)
        }
        stored_links = dict(BrandLink.objects.filter(brand=THE_ONE).values_list("kind", "url"))
        stored_words = {row.language: row for row in BrandWords.objects.filter(brand=THE_ONE)}
        self.form = BrandForm(data, instance=self.brand)
        self.pictures = PicturesForm(data, files)
        self.links = LinksForm(data, initial=stored_links)
        self.words = [
            WordsForm(
                data,
                prefix=f"words-{code}",
                instance=stored_words.get(code, BrandWords(brand_id=THE_ONE, language=code)),
                language=code,
                language_name=name,
            )
            for code, name in conf.languages()
        ]

    def is_valid(self) -> bool:
        """Whether all of it can be saved. Each form is looked at, so that each says what is wrong with it."""
        valid = [form.is_valid() for form in self._forms()]
        return all(valid)

    def wrong_fields(self) -> list[forms.BoundField]:
        """The fields that have errors, in the order of the page."""
        return [field for form in self._forms() for field in form if field.errors]

    def changed_fields(self) -> list[str]:
        """Labels of what differs from what was stored."""
        return [str(form[name].label) for form in self._forms() for name in form.changed_data]

    def branding(self) -> Branding:
        """The brand as pages would show it if this were saved; its pictures travel inside the page."""
        brand = self.brand
        keep_palette(brand)
        words = {
            form.language: Words(**{name: form.cleaned_data[name] for name in WORDS}) for form in self.words
        }
        return brands.branding_of(
            brand,
            pictures=self._pictures(),
            links=tuple(Link(kind, url) for kind, url in self.links.links().items()),
            words=words,
        )

    @transaction.atomic
    def save(self, *, now: float) -> Brand:
        """Store all of it; `now` tells every process that there is something new."""
        brand = self.brand
        keep_palette(brand)
        brand.save()
        brand.images.filter(kind__in=self.pictures.removed()).delete()
        for kind, picture in self.pictures.new_pictures().items():
            columns = ("content", "content_type", "width", "height", "digest")
            values = {column: getattr(picture, column) for column in columns}
            brand.images.update_or_create(kind=kind, defaults=values)
        brand.links.all().delete()
        for link, url in self.links.links().items():
            brand.links.create(kind=link, url=url)
        for form in self.words:
            if any(form.cleaned_data.values()):
                form.save()
            else:
                brand.words.filter(language=form.language).delete()
        brands.publish(now=now)
        return brand

    def _forms(self) -> Iterator[forms.BaseForm]:
        yield from (self.form, self.pictures, self.links, *self.words)

    def _pictures(self) -> dict[str, Picture]:
        stored = {
            kind: image for kind, image in self.stored_images.items() if kind not in self.pictures.removed()
        }
        return {
            kind: picture_inside(image) for kind, image in (stored | self.pictures.new_pictures()).items()
        }


def picture_inside(image: Any) -> Picture:
    """A stored or new picture as part of the page itself, at the size it is shown."""
    text = base64.b64encode(bytes(image.content)).decode()
    return Picture(
        f"data:{image.content_type};base64,{text}",
        *brands.shown_size(image.width, image.height),
        content_type=image.content_type,
    )
