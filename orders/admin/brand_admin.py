"""The brand in Django's admin: one row, so one page, which is its form with a preview beside it."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from orders import clock, conf
from orders.admin import previewing
from orders.admin.colour_notes import build_colour_notes
from orders.admin.draft import BrandDraft, picture_inside, stored_brand
from orders.admin.forms import TYPE_STYLES, BrandForm
from orders.branding import brands
from orders.branding.looks import LOOKS, type_tokens
from orders.branding.models import Brand

PAGE = "admin:branding_brand_changelist"
FORM = "admin/branding/brand/form.html"
COLOURS = "admin/branding/brand/colours.html"
LETTERS = (
    None,
    *(
        {
            "family": tokens["--title"],
            "weight": tokens["--title-weight"],
            "tracking": tokens["--title-tracking"],
        }
        for tokens in map(type_tokens, TYPE_STYLES)
    ),
)
"""How each choice of letters is shown; the first, the look's own, in none of its own."""


@admin.register(Brand)
class BrandAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Takes the place of Django's list and forms of a model by one page of our own."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Brand | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path("preview/", guard(self.preview), name="branding_brand_preview"),
            path("colours/", guard(self.colours), name="branding_brand_colours"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form, and saving it."""
        self._check_may_view(request)
        if request.method != "POST":
            return self._page(request, BrandDraft())
        self._check_may_change(request)
        return self._save(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Where Django's own pages lead to; the form is elsewhere."""
        return redirect(PAGE)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """A page in the brand: as stored (GET), or as typed (POST). Nothing is saved."""
        if request.method != "POST":
            self._check_may_view(request)
            return previewing.show_page(brands.current(), previewing.read_showing(request.GET))
        self._check_may_change(request)
        draft = BrandDraft(request)
        if not draft.is_valid():
            return previewing.show_problems(request, draft)
        return previewing.show_page(draft.branding(), previewing.read_showing(request.POST))

    def colours(self, request: HttpRequest) -> HttpResponse:
        """What became of the colours that are being typed: the notes beside them, anew."""
        self._check_may_view(request)
        form = BrandForm(request.GET, instance=stored_brand())
        form.is_valid()
        wrong = form.errors.keys() & {"accent", "paper", "look", "colour_scheme"}
        notes = None if wrong else build_colour_notes(form.instance)
        return render(request, COLOURS, {"notes": notes})

    def _save(self, request: HttpRequest) -> HttpResponse:
        draft = BrandDraft(request)
        if not draft.is_valid():
            return self._page(request, draft, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        changed = draft.changed_fields()
        brand = draft.save(now=clock.seconds())
        self.log_change(
            request, brand, f"Changed {', '.join(changed)}." if changed else "Nothing was changed."
        )
        messages.success(request, "Saved. Shoppers see it within a few seconds.")
        for move in build_colour_notes(brand).moves:
            messages.warning(request, move.sentence)
        return redirect(f"{reverse(PAGE)}?{previewing.read_showing(request.POST).query}")

    def _page(self, request: HttpRequest, draft: BrandDraft, *, status: int = HTTPStatus.OK) -> HttpResponse:
        shown = stored_brand() if draft.form.errors else draft.brand
        context = self.admin_site.each_context(request) | {
            "title": "Brand",
            "opts": self.opts,
            "draft": draft,
            "may_change": self.has_change_permission(request),
            "is_saved": bool(shown.changed_at),
            "looks": [(look, type_tokens(look.type_style)["--title"]) for look in LOOKS.values()],
            "letters": list(zip(draft.form["type_style"], LETTERS, strict=True)),
            "notes": build_colour_notes(shown),
            "pictures": [
                (draft.pictures[name], draft.pictures[f"remove_{name}"], self._stored_picture(draft, name))
                for name in draft.pictures.KINDS
            ],
            "showing": previewing.read_showing(request.POST or request.GET),
            "preview_pages": previewing.PAGES,
            "preview_schemes": previewing.SCHEMES,
            "preview_widths": previewing.WIDTHS,
            "languages": conf.languages(),
        }
        return TemplateResponse(request, FORM, context, status=status)

    def _stored_picture(self, draft: BrandDraft, name: str) -> brands.Picture | None:
        image = draft.stored_images.get(draft.pictures.KINDS[name])
        return None if image is None else picture_inside(image)

    def _check_may_view(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def _check_may_change(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied
