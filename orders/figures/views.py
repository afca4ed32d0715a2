"""The page of figures, and the same as CSV."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders import clock, conf
from orders.branding import brands
from orders.console.rights import for_staff_with
from orders.console.views import frame
from orders.console.words import moment
from orders.figures import as_csv, page
from orders.figures.periods import CHOICES, period_of

RIGHT = "order_figures.view_figures"


@for_staff_with(RIGHT)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All figures of a period."""
    today = clock.local(clock.seconds()).date()
    period = period_of(request.GET.get("weeks", ""), today=today)
    parts, counted_at = page.build(period)
    context = frame(request, "Figures") | {
        "period": period,
        "choices": CHOICES.items(),
        "parts": parts,
        "counted_at": moment(counted_at) if counted_at else "",
        "are_counted": conf.figures(),
    }
    return render(request, "figures/page.html", context)


@for_staff_with(RIGHT)
@require_safe
def as_file(request: HttpRequest) -> HttpResponse:
    """One figure as its table, or without `?figure=` all of them, a number a line."""
    today = clock.local(clock.seconds()).date()
    period = period_of(request.GET.get("weeks", ""), today=today)
    sections = [section for part in page.build(period)[0] for section in part.sections]
    key = request.GET.get("figure", "")
    if key:
        chosen = next((section for section in sections if section.key == key), None)
        if chosen is None:
            raise Http404
        text = as_csv.table_of(chosen)
    else:
        text = as_csv.all_of(sections)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"{key or 'figures'}-{period.first}-{period.last}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_staff_with(RIGHT)
@require_safe
def colours(_request: HttpRequest) -> HttpResponse:
    """The brand's colours for plots, as a stylesheet: staff pages take no inline style."""
    palette = brands.current().palette
    light, dark = (
        f"{{--plot:{scheme.brand};--plot-other:{scheme.problem}}}" for scheme in (palette.light, palette.dark)
    )
    css = (
        f':root{light}html[data-theme="dark"]{dark}'
        f'@media (prefers-color-scheme:dark){{html:not([data-theme="light"]){dark}}}'
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")
