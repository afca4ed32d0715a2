"""Fulfillments › Import in the admin: a warehouse's file, what it would do row by row, doing it, and the report."""

import json
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from orders import clock
from orders.admin import imports_locations
from orders.admin.imports_form import ColumnsForm, ImportForm, read_header
from orders.asking import gateway
from orders.audit import log
from orders.console.views import frame
from orders.console.words import moment
from orders.fulfilment import imports, notices, said_once
from orders.fulfilment.accepting import Told, check_may_write, read_upload
from orders.fulfilment.files.columns import UnknownColumns
from orders.fulfilment.files.table import UnreadableFile
from orders.fulfilment.imports import GOOD
from orders.fulfilment.models import TrackingImport
from orders.fulfilment.reports import WORDS, write_report
from orders.fulfilment.scopes import READ_ONLY, ReadOnly, known_may_write
from orders.shopify.errors import ShopifyError
from orders.work import tracking_imports

if TYPE_CHECKING:
    Base = admin.ModelAdmin[TrackingImport]
else:
    Base = admin.ModelAdmin

PAGE: Final = "admin:fulfilment_trackingimport_changelist"
ONE: Final = "admin:fulfilment_trackingimport_change"
ROWS_A_PAGE: Final = 100
LISTED: Final = 20
AT_ONCE_SECONDS: Final = 2.0
"""A small file is looked at before its page is shown; the worker does the rest of a large one."""


@admin.register(TrackingImport)
class ImportsAdmin(Base):
    """Takes the place of Django's list and forms of a model by pages of our own."""

    def has_change_permission(self, request: HttpRequest, obj: TrackingImport | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TrackingImport | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        name = "fulfilment_trackingimport"
        return [
            path("columns/", guard(require_POST(self.columns)), name=f"{name}_columns"),
            path("<int:pk>/do/", guard(require_POST(self.do)), name=f"{name}_do"),
            path("<int:pk>/locations/", guard(require_POST(self.locations)), name=f"{name}_locations"),
            path("<int:pk>/progress/", guard(self.progress), name=f"{name}_progress"),
            path("<int:pk>/report/", guard(self.report), name=f"{name}_report"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form for a file, and the latest imports."""
        self._check_may_view(request)
        if request.method != "POST":
            return self._page(request, ImportForm())
        self._check_may_add(request)
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._take(request, form)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form is on the list's page."""
        return redirect(PAGE)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One import: how far it is, and its rows."""
        self._check_may_view(request)
        made = get_object_or_404(TrackingImport, pk=int(object_id) if object_id.isdecimal() else 0)
        only_bad = request.GET.get("rows") == "bad"
        rows = made.rows.order_by("position")
        if only_bad:
            rows = rows.filter(is_waiting=False).exclude(verdict__in=GOOD)
        context = self._about(request, made) | {
            "only_bad": only_bad,
            "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("p")),
            "words": WORDS,
            "good_verdicts": GOOD,
            "locations": imports_locations.build_form(made) if self.has_add_permission(request) else None,
        }
        return TemplateResponse(request, "admin/fulfilment/import.html", context)

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far an import is, for a page that is open; told to load anew once nothing waits."""
        self._check_may_view(request)
        about = self._about(request, get_object_or_404(TrackingImport, pk=pk))
        response = TemplateResponse(request, "admin/fulfilment/progress.html", about)
        if not about["progress"].waiting:
            response["HX-Refresh"] = "true"
        return response

    def do(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out what was looked at."""
        self._check_may_add(request)
        made = get_object_or_404(TrackingImport, pk=pk)
        try:
            check_may_write(gateway.client())
        except (ReadOnly, ShopifyError) as problem:
            messages.error(request, str(problem))
            return redirect(ONE, pk)
        now = clock.seconds()
        if imports.begin(made, now=now):
            self._note(request, "import.begin", made, now=now)
            _work_a_little(made)
            if not imports.progress(made).waiting:
                notices.see(made, now=now)  # its end is on the page that comes next
        return redirect(ONE, pk)

    def report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What became of each row, as CSV."""
        self._check_may_view(request)
        made = get_object_or_404(TrackingImport, pk=pk)
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{made.pk}.csv"'
        write_report(made, response)  # type: ignore[arg-type]
        return response

    def columns(self, request: HttpRequest) -> HttpResponse:
        """What the merchant says of a header row; it is remembered."""
        self._check_may_add(request)
        header = read_header(request.POST.get("header", ""))
        form = ColumnsForm(header, request.POST)
        if not header or not form.is_valid():
            return self._page(
                request, ImportForm(), columns=form, header=header, status=HTTPStatus.UNPROCESSABLE_ENTITY
            )
        said_once.remember_columns(header, form.roles(), now=clock.seconds())
        messages.success(
            request, "The columns are remembered for this header row. Choose the file once more."
        )
        return redirect(PAGE)

    def locations(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which locations the warehouses of a file are; it is remembered."""
        self._check_may_add(request)
        form = imports_locations.build_form(get_object_or_404(TrackingImport, pk=pk), request.POST)
        if form is None or not imports_locations.remember(form):
            messages.warning(request, "Nothing was chosen, so nothing is remembered.")
            return redirect(ONE, pk)
        messages.success(request, "The warehouses are remembered. Choose the file once more.")
        return redirect(PAGE)

    def _take(self, request: HttpRequest, form: ImportForm) -> HttpResponse:
        client, now = gateway.client(), clock.seconds()
        upload = form.cleaned_data["file"]
        told = Told(
            notify_customer=form.cleaned_data["notify"],
            empty_means_same_order=form.cleaned_data["empty_means_same_order"],
        )
        unprocessable = HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            check_may_write(client)
            reading = read_upload(upload.read(), told, client=client, now=now)
        except UnknownColumns as unknown:
            columns = ColumnsForm(unknown.header)
            header, understood = unknown.header, unknown.understood
            return self._page(
                request, form, columns=columns, header=header, understood=understood, status=unprocessable
            )
        except (UnreadableFile, ReadOnly) as problem:
            form.add_error("file", str(problem))
            return self._page(request, form, status=unprocessable)
        except ShopifyError as error:
            form.add_error(None, f"Shopify cannot be asked now: {error} Nothing was done.")
            return self._page(request, form, status=HTTPStatus.SERVICE_UNAVAILABLE)
        actor = request.user.get_username()
        made = imports.accept(reading, name=upload.name or "file", actor=actor, is_check=True, now=now)
        self._note(request, "import.check", made, now=now)
        _work_a_little(made)
        return redirect(ONE, made.pk)

    def _page(
        self,
        request: HttpRequest,
        form: ImportForm,
        *,
        columns: ColumnsForm | None = None,
        header: tuple[str, ...] = (),
        understood: tuple[str, ...] = (),
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        may_add = self.has_add_permission(request)
        latest = TrackingImport.objects.order_by("-created_at")[:LISTED]
        context = frame(request, "Import tracking numbers") | {
            "form": form if may_add and not _is_read_only() else None,
            "read_only": READ_ONLY if may_add and _is_read_only() else "",
            "columns": columns,
            "understood": understood,
            "header_json": json.dumps(header),
            "latest": [(made, imports.progress(made), moment(made.created_at)) for made in latest],
        }
        return TemplateResponse(request, "admin/fulfilment/imports.html", context, status=status)

    def _about(self, request: HttpRequest, made: TrackingImport) -> dict[str, Any]:
        progress = imports.progress(made)
        return frame(request, made.name) | {
            "made": made,
            "at": moment(made.created_at),
            "progress": progress,
            "counts": [
                (words, progress.verdicts[verdict])
                for verdict, words in WORDS.items()
                if progress.verdicts.get(verdict)
            ],
            "good": sum(progress.verdicts.get(verdict, 0) for verdict in ("new", "changed")),
            "may_do": self.has_add_permission(request) and made.is_check and not progress.waiting,
        }

    def _note(self, request: HttpRequest, action: str, made: TrackingImport, *, now: float) -> None:
        with transaction.atomic():
            log.record(request.user.get_username(), action, now=now, detail=f"{made.name} (import {made.pk})")

    def _check_may_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _check_may_add(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied


def _work_a_little(made: TrackingImport) -> None:
    until = time.monotonic() + AT_ONCE_SECONDS
    while time.monotonic() < until:
        turn = tracking_imports.take_next_row(now=clock.seconds(), of=made.pk)
        if turn.pause or not turn.worked:
            return


def _is_read_only() -> bool:
    return not known_may_write(gateway.client()).fulfil
