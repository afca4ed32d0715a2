"""The page on which whoever ordered sees the links to the order, closes them, and makes one to give away.

A new link is shown once, on the answer to its own form: afterwards only its hash is left. The forms need no CSRF token,
for their address holds the secret that lets them through (docs/decisions/0003).
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from orders import clock, conf
from orders.access import links
from orders.access.purposes import OWNER, SHARED, Purpose
from orders.messages import added
from orders.presenters.own_links import LinkFacts, present_added, present_links
from orders.web import answers
from orders.web.language import find_asked_language
from orders.web.private import private

FOLLOWED = {"calendar": Purpose.CALENDAR, "feed": Purpose.FEED}
MOST_SHARED = 10
"""Open links to give away, of one order: each is a door, and nobody looks after more."""


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def own_links(request: HttpRequest, token: str) -> HttpResponse:
    """The list; a POST closes one link or makes one, or takes an added address away."""
    now = clock.seconds()
    link = links.open_link(token, now=now, purposes=OWNER)
    if link is None:
        return answers.link_gone(request)
    found = link.order
    if found.removed_at is not None:
        return answers.removed(request, found.removed_at, now=now)
    if request.method != "POST":
        return _page(request, token, link)
    if (closed := _number(request, "close")) is not None:
        links.close_link(found.pk, closed, now=now, recipient=link.recipient)
        return _back(request, token)
    if (taken := _number(request, "take_away")) is not None:
        if not link.recipient:
            added.take_away(found.pk, taken, now=now)
        return _back(request, token)
    if request.POST.get("follow") in FOLLOWED:
        return _follow(request, token, link, FOLLOWED[request.POST["follow"]])
    return _share(request, token, link)


def _follow(request: HttpRequest, token: str, link: links.OpenLink, purpose: Purpose) -> HttpResponse:
    """An address for a calendar or a feed reader; the one of before is closed, for the new one takes its place."""
    now, found = clock.seconds(), link.order
    links.close_links(found.pk, purpose=purpose, recipient=link.recipient, now=now)
    followed = links.issue_link(found.pk, origin=purpose, now=now, proof=link.proof, recipient=link.recipient)
    names = ("calendar",) if purpose is Purpose.CALENDAR else ("feed-atom", "feed-json")
    language = get_language()
    addresses = [conf.site_url() + reverse(name, args=[followed]) + f"?lang={language}" for name in names]
    return _page(request, token, link, followed=purpose.value, addresses=addresses)


def _number(request: HttpRequest, name: str) -> int | None:
    """The row that a form names; None where it names none."""
    given = request.POST.get(name, "")
    return int(given[:18]) if given.isascii() and given.isdecimal() else None


def _share(request: HttpRequest, token: str, link: links.OpenLink) -> HttpResponse:
    """A link to give away closes together with what proved the one it was made by."""
    now, found = clock.seconds(), link.order
    given_away = [each for each in links.open_links(found.pk, now=now) if each.origin in SHARED]
    if len(given_away) >= MOST_SHARED:
        return _page(request, token, link, too_many=True)
    purpose = Purpose.SHARED if request.POST.get("items") else Purpose.SHARED_WITHOUT_ITEMS
    shared_token = links.issue_link(
        found.pk, origin=purpose, now=now, proof=link.proof, recipient=link.recipient
    )
    return _page(request, token, link, new=conf.site_url() + reverse("shared", args=[shared_token]))


def _page(request: HttpRequest, token: str, link: links.OpenLink, **more: Any) -> HttpResponse:
    """Whoever ordered sees all links and added addresses; who has a link of an added address, the links of that one."""
    now, found = clock.seconds(), link.order
    others = [] if link.recipient else added.of_order(found.pk)
    names = {each.recipient: added.masked(each) for each in others}
    facts = [
        LinkFacts(
            pk=each.pk,
            purpose=Purpose(each.origin),
            created_at=clock.local(each.created_at),
            used_at=clock.local(each.used_at) if each.used_at else None,
            is_this=links.is_link(token, each),
            sent_to=names.get(each.recipient, ""),
        )
        for each in links.open_links(found.pk, now=now, recipient=link.recipient)
    ]
    context = {
        "links_to_order": present_links(facts, now=clock.local(now)),
        "added_addresses": [
            present_added(each.pk, names[each.recipient], each.wish if each.agreed_at else None)
            for each in others
        ],
        "back": "../",
    } | more
    if more.get("followed") == Purpose.CALENDAR:
        context["webcal"] = more["addresses"][0].replace("https://", "webcal://", 1)
    return render(request, "own_links.html", context)


def _back(request: HttpRequest, token: str) -> HttpResponse:
    language = find_asked_language(request.GET.get("lang", ""))
    url = reverse("own-links", args=[token]) + (f"?lang={language}" if language else "")
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": url})
