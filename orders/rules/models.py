"""Rules, each time one fired for an order, and what was then to be done. Times are in seconds since the epoch."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from orders.models import TrackedOrder
from orders.rules.triggers import LABELS, Trigger, describe

MOST_HOURS = 24 * 60


class Rule(models.Model):
    """When something is so, then do this. `active_from`: what became so before is left alone."""

    name = models.CharField(max_length=80, unique=True)
    trigger = models.CharField(
        "when", max_length=20, choices=[(each.value, LABELS[each]) for each in Trigger]
    )
    hours = models.PositiveSmallIntegerField(
        "for so many hours", default=0, validators=[MaxValueValidator(MOST_HOURS)]
    )
    tag = models.CharField(max_length=40, blank=True)
    mail_to = models.CharField("mail to", max_length=400, blank=True)
    hook_url = models.CharField("web hook", max_length=300, blank=True)
    tells_shopper = models.BooleanField("message the shopper", default=False)
    most_an_hour = models.PositiveIntegerField(
        "most orders an hour", default=50, validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    is_on = models.BooleanField(default=False)
    active_from = models.FloatField(default=0)
    swept_to = models.BigIntegerField(null=True)
    """How far the orders that were stored before have been looked at for this rule; None once all were."""
    stopped_at = models.FloatField(null=True)
    """When the site itself switched it off; None once somebody has switched it on again."""
    created_at = models.FloatField()
    changed_at = models.FloatField()

    class Meta:
        default_permissions = ("view", "change")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def condition(self) -> str:
        """What must be so, in words."""
        return describe(self.trigger, self.hours)

    @property
    def addresses(self) -> list[str]:
        """Whom of the staff it writes to."""
        return [each.strip() for each in self.mail_to.split(",") if each.strip()]


class Firing(models.Model):
    """A rule found something to be so, once for each rule, order and occurrence: the database sees to it."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="firings", db_index=False)
    order = models.ForeignKey(TrackedOrder, on_delete=models.CASCADE, related_name="+")
    occurrence = models.CharField(max_length=120)
    """`Occurrence.key`, which names the parcel."""
    trigger = models.CharField(max_length=20)
    hours = models.PositiveSmallIntegerField(default=0)
    """Trigger and hours as the rule had them."""
    fulfillment_id = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=120, blank=True)
    fact = models.CharField(max_length=40, blank=True)
    """What must still be so when the shopper is told: `Event.fact` of messages."""
    since = models.FloatField()
    fired_at = models.FloatField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["rule", "order", "occurrence"], name="order_rules_firing_once")
        ]
        indexes = [models.Index(fields=["rule", "-fired_at", "-id"], name="order_rules_firing_listed")]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.occurrence}"


class Kind(models.TextChoices):
    """What may be done."""

    TAG = "tag", "Tag"
    MAIL = "mail", "Mail to staff"
    HOOK = "hook", "Web hook"
    SHOPPER = "shopper", "Message to the shopper"


class State(models.TextChoices):
    """How far it is. DOING: handed over, and the answer is not known yet."""

    WAITING = "waiting", "waiting"
    DOING = "doing", "being done"
    DONE = "done", "done"
    DROPPED = "dropped", "not done, on purpose"
    FAILED = "failed", "given up"


OPEN = (State.WAITING.value, State.DOING.value)


class Deed(models.Model):
    """One thing to be done because a rule fired; a worker does it."""

    firing = models.ForeignKey(Firing, on_delete=models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=8, choices=Kind)
    target = models.CharField(max_length=300, blank=True)
    """The tag, the address of somebody of the staff, or the web hook's address, as the rule had it."""
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    mark = models.CharField(max_length=40, unique=True)
    """The same at every try: a receiver knows by it what it has heard before."""
    due_at = models.FloatField()
    leased_until = models.FloatField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    unanswered = models.PositiveSmallIntegerField(default=0)
    """Tries that ended without an answer: it may have been done then, and so twice."""
    created_at = models.FloatField()
    ended_at = models.FloatField(null=True)
    said = models.CharField(max_length=200, blank=True)
    """What came of the last try, in plain English."""

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "doing"]),
                name="order_rules_deed_due",
            ),
            models.Index(
                fields=["ended_at"], condition=models.Q(state="failed"), name="order_rules_deed_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.state}"


class Watch(models.Model):
    """What rules need of an order beside its snapshot: when time alone may make one fire, since when it is held."""

    order = models.OneToOneField(TrackedOrder, on_delete=models.CASCADE, related_name="+")
    look_at = models.FloatField(null=True, db_index=True)
    hold = models.CharField(max_length=20, blank=True)
    held_since = models.FloatField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.look_at}"
