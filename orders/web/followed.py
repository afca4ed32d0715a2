"""An order for calendars and feed readers: read by programs, every few hours, with a link of its own kind.

What they show is what a shared link shows, for aggregators keep and pass on what they read. An answer is named by what
it depends on, so that a program which has it already costs one look at its link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from orders import clock, conf
from orders.access import links
from orders.access.purposes import Purpose
from orders.asking import freshness, tracking
from orders.branding import brands
from orders.domain.order import Order
from orders.domain.timeline import Timeline
from orders.feeds.calendar import CalendarEvent, write_calendar
from orders.feeds.days import find_days
from orders.feeds.told import tell
from orders.presenters.boxes import number_boxes
from orders.presenters.followed import Entry, day_summary, present_story, state_words, story_title
from orders.presenters.timelines import timeline_for_others
from orders.storage import store
from orders.storage.hashing import keyed_hash
from orders.storage.snapshots import UnreadableSnapshot
from orders.web.private import private

PRODUCT = "order-tracking"
FEED_TYPE = "application/feed+json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Followed:
    """What a program is told about: the order as it is now, and its timeline as others may see it."""

    pk: int
    order: Order
    timeline: Timeline
    now: datetime


type Writer = Callable[[Followed], HttpResponse]


@private
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The expected days, to be subscribed to."""
    return _answer(request, token, Purpose.CALENDAR, _write_calendar)


@private
@require_safe
def atom_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What happened, as Atom."""
    return _answer(request, token, Purpose.FEED, lambda followed: _write_atom(request, followed))


@private
@require_safe
def json_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What happened, as JSON Feed 1.1."""
    return _answer(request, token, Purpose.FEED, lambda followed: _write_json(request, followed))


def _answer(request: HttpRequest, token: str, purpose: Purpose, write: Writer) -> HttpResponse:
    found = links.find_link(token, now=clock.seconds(), purposes=(purpose,))
    if found is not None and found.removed_at is None and freshness.is_stale(found, now=clock.seconds()):
        tracking.refresh(found)
        found = links.find_link(token, now=clock.seconds(), purposes=(purpose,))
    if found is None or found.removed_at is not None:
        return HttpResponse("This address is closed.\n", content_type="text/plain", status=HTTPStatus.GONE)
    now = clock.local(clock.seconds())
    etag = _etag(request, found, day=now.date().isoformat())
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    try:
        order = store.get_snapshot(found.pk)
    except UnreadableSnapshot:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "60"})
    timeline = timeline_for_others(order, now=now, with_items=False)
    response = write(Followed(found.pk, order, timeline, now))
    response.headers["ETag"] = etag
    return response


def _etag(request: HttpRequest, found: store.StoredOrder, *, day: str) -> str:
    """Equal as long as the answer is: the snapshot, the day it is read on, the brand, language and address."""
    parts = (request.path, str(found.version), day, str(brands.current().version), str(get_language()))
    return f'"{keyed_hash("followed", ":".join(parts))}"'


def _write_calendar(followed: Followed) -> HttpResponse:
    brand = brands.current().name
    boxes = number_boxes(followed.timeline.parcels)
    numbers = {parcel.fulfillment_id: boxes.get(parcel.number, 0) for parcel in followed.timeline.parcels}
    told = tell(
        followed.pk,
        find_days(followed.timeline, order_id=followed.order.id, zone=followed.now.tzinfo),
        now=followed.now.timestamp(),
    )
    days = [
        CalendarEvent(
            uid=f"{keyed_hash('calendar', row.fulfillment_id)}@{_host()}",
            first_day=row.first_day,
            last_day=row.last_day,
            summary=day_summary(
                brand,
                number=numbers.get(row.fulfillment_id, 0),
                total=len(boxes) if numbers.get(row.fulfillment_id) else 0,
                is_there=row.is_there,
            ),
            sequence=row.sequence,
            changed_at=datetime.fromtimestamp(row.changed_at, UTC),
            is_cancelled=row.is_cancelled,
        )
        for row in told
    ]
    body = write_calendar(days, name=story_title(brand), product=PRODUCT)
    headers = {"Content-Disposition": 'inline; filename="order.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _write_atom(request: HttpRequest, followed: Followed) -> HttpResponse:
    brand = brands.current().name
    feed = Atom1Feed(
        title=story_title(brand),
        link=conf.site_url() + "/",
        description="",
        subtitle=state_words(followed.timeline, now=followed.now),
        language=get_language(),
        feed_url=conf.site_url() + request.path,
        feed_guid=_tag(followed, "story"),
    )
    for entry in _story(followed):
        feed.add_item(
            title=entry.words,
            link=conf.site_url() + "/",
            description=entry.words,
            unique_id=_tag(followed, entry.key),
            pubdate=entry.at,
            updateddate=entry.at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _write_json(request: HttpRequest, followed: Followed) -> HttpResponse:
    payload = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": story_title(brands.current().name),
        "description": state_words(followed.timeline, now=followed.now),
        "home_page_url": conf.site_url() + "/",
        "feed_url": conf.site_url() + request.path,
        "language": get_language(),
        "items": [
            {
                "id": _tag(followed, entry.key),
                "title": entry.words,
                "content_text": entry.words,
                "date_published": entry.at.isoformat(timespec="seconds"),
            }
            for entry in _story(followed)
        ],
    }
    return JsonResponse(payload, content_type=FEED_TYPE, json_dumps_params={"ensure_ascii": False})


def _story(followed: Followed) -> list[Entry]:
    return present_story(followed.order, followed.timeline, now=followed.now)


def _tag(followed: Followed, key: str) -> str:
    """An id for ever that tells nothing (RFC 4151)."""
    year = followed.order.created_at.year
    return f"tag:{_host()},{year}:{keyed_hash('feed', f'{followed.order.id}:{key}')}"


def _host() -> str:
    return conf.site_url().partition("://")[2].partition("/")[0].partition(":")[0]
