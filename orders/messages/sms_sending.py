"""When an SMS may go, and what it costs: never at night where its recipient is, and no more a day than was allowed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Sum
from django.utils import translation

from orders import clock, conf
from orders.access.purposes import Purpose
from orders.branding import brands
from orders.messages import composing
from orders.messages.alphabet import write_sms
from orders.messages.composing import Matter
from orders.messages.models import Channel, Message, State, Switches
from orders.messages.wording import sms_words


def compose_sms(matter: Matter, switches: Switches, *, language: str, address: str) -> str:
    """The text as it is sent, with a link of its own."""
    with translation.override(language):
        url = composing.order_url(
            matter.claimed.order_pk,
            language,
            origin=Purpose.SMS,
            now=matter.now,
            proof=composing.proof_of(matter.claimed.recipient, address),
        )
        text = sms_words(composing.present(matter), shop=brands.current().name, url=url.partition("?")[0])
    return write_sms(text, language=language, fold_accents=switches.sms_fold_accents)


def morning_after(now: float, switches: Switches, *, time_zone: str | None) -> float | None:
    """When an SMS may be sent that may not be now; None when it may. By the clock of the recipient, else the shop's."""
    local = datetime.fromtimestamp(now, _zone(time_zone))
    begins, ends = switches.sms_night_from, switches.sms_night_until
    is_night = begins <= local.hour or local.hour < ends if begins > ends else begins <= local.hour < ends
    if not is_night:
        return None
    morning = local.replace(hour=ends, minute=0, second=0, microsecond=0)
    return (morning if morning > local else morning + timedelta(days=1)).timestamp()


def tomorrow_if_spent(now: float, switches: Switches, *, wanted: int) -> float | None:
    """When so many more segments may be sent; None for now."""
    local = clock.local(now)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Message.objects.filter(
        channel=Channel.SMS, state=State.SENT, done_at__gte=today.timestamp()
    ).aggregate(total=Sum("segments"))["total"]
    if (sent or 0) + wanted <= switches.sms_segments_a_day:
        return None
    return (today + timedelta(days=1)).timestamp()


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else conf.time_zone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return conf.time_zone()
