"""What the merchant chose, which events became messages, and how far each message is.

No address is kept here in clear: the order's own contact is asked of Shopify when a message is due, an address that a
shopper added is encrypted, and one that must not be written to any more is a keyed hash.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from orders.models import TrackedOrder

THE_ONE = 1
THE_ORDERS_OWN = "order"
"""The recipient that is the order's own contact; for others see `AddedAddress.recipient`."""
ADDED = "added:"


class Channel(models.TextChoices):
    """The ways a message goes."""

    EMAIL = "email", "Email"
    SMS = "sms", "SMS"


class State(models.TextChoices):
    """Where a message is. SENDING: handed to the server, whose answer is not known yet."""

    WAITING = "waiting", "waiting"
    CLAIMED = "claimed", "being prepared, or to be tried again"
    SENDING = "sending", "being sent"
    SENT = "sent", "sent"
    DROPPED = "dropped", "not sent, on purpose"
    FAILED = "failed", "failed"


class Wish(models.TextChoices):
    """What a shopper wants to hear of an order."""

    EVERY_STEP = "every_step"
    PROBLEMS = "problems"
    ONCE_A_DAY = "once_a_day"
    NOTHING = "nothing"


class Switches(models.Model):
    """What the merchant has switched on. One row; without one, nothing is."""

    email_events = models.JSONField(default=list, blank=True)
    """Values of `EventKind`."""
    sms_events = models.JSONField(default=list, blank=True)
    quiet_minutes = models.PositiveSmallIntegerField(
        "minutes to wait before sending",
        default=10,
        validators=[MaxValueValidator(24 * 60)],
        help_text="What happens to one order within this time becomes one message; what is undone, none.",
    )
    oldest_days = models.PositiveSmallIntegerField(
        "oldest news, in days",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="What happened longer ago is not told any more, such as after an outage.",
    )
    from_address = models.CharField(
        "sender", max_length=200, blank=True, help_text="Empty: MESSAGES_FROM of the settings."
    )
    sms_night_from = models.PositiveSmallIntegerField(
        "no SMS from, o’clock", default=21, validators=[MaxValueValidator(23)]
    )
    sms_night_until = models.PositiveSmallIntegerField("until", default=8, validators=[MaxValueValidator(23)])
    sms_segments_a_day = models.PositiveIntegerField(
        "most SMS segments a day",
        default=200,
        help_text="What is over it waits for the next day, or is dropped when it is untrue by then.",
    )
    sms_cents_a_segment = models.DecimalField(
        "price of a segment, in cents", max_digits=7, decimal_places=2, default=8
    )
    sms_fold_accents = models.BooleanField(
        "leave out accents where that saves a segment",
        default=True,
        help_text="In Spanish, French, Italian and Portuguese an accent can double an SMS’s price.",
    )
    changed_at = models.FloatField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "messages"

    def __str__(self) -> str:
        return "Messages"

    def events_of(self, channel: str) -> frozenset[str]:
        """The kinds of events that are told by this channel."""
        return frozenset(self.email_events if channel == Channel.EMAIL else self.sms_events)

    def is_anything_on(self) -> bool:
        """Whether any event is told by any channel."""
        return bool(self.email_events or self.sms_events)


class Message(models.Model):
    """One mail or SMS: what happened to one order within one quiet window, to one recipient."""

    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=5, choices=Channel)
    recipient = models.CharField(max_length=30)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due_at = models.FloatField()
    noted_at = models.FloatField()
    leased_until = models.FloatField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, blank=True)
    """The mail's own `Message-ID` without angles, or the gateway's id of an SMS. The same at every try."""
    unanswered = models.PositiveSmallIntegerField(default=0)
    """Tries that ended without an answer: the recipient may have got it then, and so twice."""
    reason = models.CharField(max_length=200, blank=True)
    """Why it waits longer, was dropped or failed: in plain English, without an address."""
    language = models.CharField(max_length=10, blank=True)
    segments = models.PositiveSmallIntegerField(default=0)
    done_at = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "claimed", "sending"]),
                name="order_messages_due",
            ),
            models.Index(fields=["-noted_at"], name="order_messages_noted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "channel", "recipient"],
                condition=models.Q(state="waiting"),
                name="order_messages_one_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}, {self.state}"


class MessageEvent(models.Model):
    """An event that is told, once to each recipient by each channel: the database sees to it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="events")
    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.CharField(max_length=120)
    """`Event.key`."""
    channel = models.CharField(max_length=5, choices=Channel)
    recipient = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    fulfillment_id = models.CharField(max_length=80, blank=True)
    fact = models.CharField(max_length=40, blank=True)
    happened_at = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "event", "channel", "recipient"], name="order_messages_event_once"
            )
        ]

    def __str__(self) -> str:
        return self.event


class Choice(models.Model):
    """What the order's own contact wants to hear, and in which language it chose so."""

    order = models.OneToOneField(TrackedOrder, on_delete=models.CASCADE, related_name="+")
    wish = models.CharField(max_length=10, choices=Wish, default=Wish.EVERY_STEP)
    language = models.CharField(max_length=10, blank=True)
    changed_at = models.FloatField()

    def __str__(self) -> str:
        return self.wish


class AddedAddress(models.Model):
    """An email address that a shopper added on the page; nothing goes there before its owner has agreed."""

    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="added_addresses")
    sealed = models.BinaryField()
    address_hash = models.CharField(max_length=32)
    language = models.CharField(max_length=10)
    wish = models.CharField(max_length=10, choices=Wish, default=Wish.EVERY_STEP)
    added_at = models.FloatField()
    asked_at = models.FloatField(null=True)
    """When the mail that asks for agreement was sent."""
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    """Of the link in that mail; its expiry is `added_at` plus a week."""
    agreed_at = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "address_hash"], name="order_messages_address_once")
        ]

    def __str__(self) -> str:
        return f"added address {self.pk}"

    @property
    def recipient(self) -> str:
        """How messages and links name it."""
        return f"{ADDED}{self.pk}"


class LeaveLink(models.Model):
    """The link of one mail by which its recipient stops the messages; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="+")
    recipient = models.CharField(max_length=30)
    channel = models.CharField(max_length=5, choices=Channel)
    created_at = models.FloatField()

    def __str__(self) -> str:
        return f"leave link {self.pk}"


class StoppedAddress(models.Model):
    """An address nothing is sent to any more: it bounced, complained or said STOP. A keyed hash."""

    address_hash = models.CharField(max_length=32, primary_key=True)
    reason = models.CharField(max_length=20)
    stopped_at = models.FloatField()

    def __str__(self) -> str:
        return self.reason


class LinkRequest(models.Model):
    """Somebody asked for their links by mail. The address is sealed, and gone once the mail is on its way."""

    address_hash = models.CharField(max_length=32, primary_key=True)
    sealed = models.BinaryField()
    language = models.CharField(max_length=10)
    asked_at = models.FloatField()
    due_at = models.FloatField(null=True, db_index=True)
    """None once it was answered; the row stays for a day, so that there is one mail a day."""
    leased_until = models.FloatField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"asked at {self.asked_at}"


class CaughtMessage(models.Model):
    """A mail or SMS of the demo, kept instead of sent, with its address masked."""

    channel = models.CharField(max_length=5, choices=Channel)
    to = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    caught_at = models.FloatField()

    def __str__(self) -> str:
        return f"caught {self.pk}"
