"""The rules: all of them, one with what it did, its form, its dry run, and what the owner does with it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders import clock, conf
from orders.console.rights import for_staff_with
from orders.console.rule_form import FIRST_WORDS, RuleForm
from orders.console.views import frame
from orders.console.words import moment
from orders.messages.switching import is_anything_on
from orders.rules import deeds, dry_run, editing, tallies, words
from orders.rules.doing import hook_secret
from orders.rules.models import Deed, Firing, Kind, Rule
from orders.rules.replay import Spec
from orders.rules.triggers import Trigger

VIEW = "order_rules.view_rule"
CHANGE = "order_rules.change_rule"
PAGE_SIZE = 20
MOST_LINES = 100
DRY_RUN_SECONDS = 5.0
DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule in the list."""

    rule: Rule
    acts: tuple[str, ...]
    fired: tallies.Counted
    last: str
    failed: tallies.Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class FiringLine:
    """One time a rule fired, and what came of it."""

    order_pk: int
    name: str
    what: str
    since: str
    fired: str
    deeds: tuple[Deed, ...]


@for_staff_with(VIEW)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All rules, with what they did within a week."""
    lines = [
        RuleLine(
            rule=each.rule,
            acts=tuple(acts_of(each.rule)),
            fired=each.fired,
            last=moment(each.last) if each.last else "",
            failed=each.failed,
        )
        for each in tallies.count_all(since=clock.seconds() - 7 * DAY_SECONDS)
    ]
    firsts = [(key, given["name"]) for key, given in FIRST_WORDS.items()]
    context = _frame(request, "Rules") | {"lines": lines, "firsts": firsts}
    return render(request, "console/rules.html", context)


@for_staff_with(VIEW)
@require_safe
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: when, then what, and each time it fired."""
    found = get_object_or_404(Rule, pk=pk)
    rows = Firing.objects.filter(rule=found).select_related("order", "rule").prefetch_related("deeds")
    before = _read_cursor(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(
            Q(fired_at__lt=before[0]) | Q(fired_at=before[0], pk__lt=before[1]),
            fired_at__lte=before[0],  # what an index can begin at
        )
    listed = list(rows.order_by("-fired_at", "-pk")[: PAGE_SIZE + 1])
    shown = listed[:PAGE_SIZE]
    more = len(listed) > PAGE_SIZE
    may_change = request.user.has_perm(CHANGE)
    context = _frame(request, found.name) | {
        "rule": found,
        "acts": acts_of(found, whole=may_change),
        "stopped": moment(found.stopped_at) if found.stopped_at else "",
        "changed": moment(found.changed_at),
        "secret": hook_secret(found, found.hook_url) if found.hook_url and may_change else "",
        "lines": [_firing_line(each, whole=may_change) for each in shown],
        "next": urlencode({"before": f"{shown[-1].fired_at!r}:{shown[-1].pk}"}) if more else "",
        "lacks": _lacks(found),
    }
    return render(request, "console/rule.html", context)


@for_staff_with(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: HttpRequest) -> HttpResponse:
    """The form of a rule that is not there yet; it is off until somebody switches it on."""
    first = FIRST_WORDS.get(request.GET.get("like", ""), {})
    return _show_form(request, RuleForm(request.POST or None, initial=first), title="A new rule")


@for_staff_with(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a rule."""
    found = get_object_or_404(Rule, pk=pk)
    title = f"Change “{found.name}”"
    return _show_form(request, RuleForm(request.POST or None, instance=found), title=title)


@for_staff_with(VIEW)
@require_safe
def try_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rule would have done in the last week; nothing is changed and nobody is asked."""
    found = get_object_or_404(Rule, pk=pk)
    context = _frame(request, f"Dry run of “{found.name}”") | {
        "rule": found,
        "dry": _dry_run(Trigger(found.trigger), found.hours, found.most_an_hour),
    }
    return render(request, "console/rule_dry_run.html", context)


@for_staff_with(CHANGE)
@require_POST
def switch_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """On, from now or also for what is so now, or off."""
    found = get_object_or_404(Rule, pk=pk)
    by, now = request.user.get_username(), clock.seconds()
    if request.POST.get("to") == "on":
        also_now = request.POST.get("from") == "also_now"
        editing.switch_on(found, also_now=also_now, by=by, now=now)
        told = "It is on, for what is so now, too." if also_now else "It is on, from now."
    else:
        editing.switch_off(found, by=by, now=now)
        told = "It is off."
    messages.success(request, told)
    return redirect("console:rule", pk=pk)


@for_staff_with(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def delete_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    found = get_object_or_404(Rule, pk=pk)
    if request.method == "POST":
        editing.delete(found, by=request.user.get_username(), now=clock.seconds())
        messages.success(request, "The rule is deleted.")
        return redirect("console:rules")
    context = _frame(request, f"Delete “{found.name}”?") | {
        "rule": found,
        "fired": tallies.count_firings(found),
    }
    return render(request, "console/rule_delete.html", context)


@for_staff_with(CHANGE)
@require_POST
def settle_deed(request: HttpRequest, pk: int) -> HttpResponse:
    """What was given up: try it again, or leave it at that."""
    deed = get_object_or_404(Deed.objects.select_related("firing__rule"), pk=pk)
    now = clock.seconds()
    again = request.POST.get("do") == "again"
    if again and not deed.firing.rule.is_on:
        messages.warning(request, "The rule is off, so nothing would be done. Switch it on first.")
    elif deeds.again(deed, now=now) if again else deeds.settle(deed, now=now):
        messages.success(request, "It is tried again." if again else "It is left at that.")
    else:
        messages.warning(request, "Somebody else has settled it already.")
    return redirect("console:rule", pk=deed.firing.rule_id)


def acts_of(rule: Rule, *, whole: bool = False) -> list[str]:
    """What a rule does, in words. Of a web hook only the host is named but for who may change it: many a receiver has
    its secret in the path.
    """
    acts = [f"Tag the order “{rule.tag}”"] if rule.tag else []
    if rule.addresses:
        acts.append(f"Mail {', '.join(rule.addresses)}")
    if rule.hook_url:
        acts.append(f"Call {rule.hook_url if whole else host_of(rule.hook_url)}")
    if rule.tells_shopper:
        acts.append("Message the shopper")
    return acts


def host_of(address: str) -> str:
    """The beginning of a web hook's address."""
    return f"https://{urlsplit(address).hostname or ''}/…"


def _show_form(request: HttpRequest, form: RuleForm, *, title: str) -> HttpResponse:
    context = _frame(request, title) | {"form": form, "rule": form.instance if form.instance.pk else None}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") != "try":
            now = clock.seconds()
            editing.save(form.instance, by=request.user.get_username(), changed=form.changed_data, now=now)
            messages.success(request, "Saved.")
            return redirect("console:rule", pk=form.instance.pk)
        given = form.cleaned_data
        context["dry"] = _dry_run(Trigger(given["trigger"]), given["hours"], given["most_an_hour"])
    return render(request, "console/rule_form.html", context)


def _frame(request: HttpRequest, title: str) -> dict[str, Any]:
    return frame(request, title) | {"may_change": request.user.has_perm(CHANGE)}


def _dry_run(trigger: Trigger, hours: int, most_an_hour: int) -> dict[str, Any]:
    found = dry_run.run(Spec(trigger=trigger, hours=hours), now=clock.seconds(), seconds=DRY_RUN_SECONDS)
    return {
        "found": found,
        "lines": [(line, moment(line.at)) for line in found.lines[:MOST_LINES]],
        "left": max(0, len(found.lines) - MOST_LINES),
        "would_stop": found.most_an_hour > most_an_hour,
        "too_many_now": found.so_now > most_an_hour,
        "is_hold": trigger is Trigger.HELD,
    }


def _firing_line(firing: Firing, *, whole: bool) -> FiringLine:
    deeds = sorted(firing.deeds.all(), key=lambda deed: deed.pk)
    for deed in deeds:
        if deed.kind == Kind.HOOK and not whole:
            deed.target = host_of(deed.target)
    return FiringLine(
        order_pk=firing.order_id,
        name=words.name_of(firing),
        what=words.what_of(firing),
        since=moment(firing.since),
        fired=moment(firing.fired_at),
        deeds=tuple(deeds),
    )


def _lacks(rule: Rule) -> list[str]:
    """What is missing for it to do what it says, as far as this site knows by itself."""
    lacks = []
    if rule.addresses and not conf.email_url():
        lacks.append("No mail leaves this site: EMAIL_URL is not set.")
    if rule.tells_shopper and not is_anything_on():
        lacks.append("No message is sent to shoppers: nothing is switched on under Messages.")
    return lacks


def _read_cursor(text: str) -> tuple[float, int] | None:
    try:
        at, pk = text.split(":")
        return float(at), int(pk)
    except ValueError:
        return None
