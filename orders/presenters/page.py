"""What the order page's templates receive: finished words and plain flags, nothing left to decide.

`fact` is the mark of what something says, `orders.presenters.facts`; empty where there is nothing to tell.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time for `<time>`: words for the reader, ISO 8601 with offset for machines."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A product picture whose address has been checked; `alt` is empty where the title says the same.

    `sources` is a `srcset` for screens of one, two and three pixels to a pixel; empty when the host makes no sizes.
    """

    url: str
    sources: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneView:
    """`state` is done, current, problem or upcoming; `state_words` says the same in words."""

    label: str
    state: str
    state_words: str
    moment: Moment | None
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    """So many of one item. `quantity` is 1 or more, or what the shop claims."""

    title: str
    variant: str
    quantity: int
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingView:
    """One tracking number. Any part may be missing; `url` leads to the carrier and `link_words` says so.

    `copied` is the number as the carrier's page takes it; `note` says what is wrong with one that cannot be right.
    """

    company: str
    number: str
    copied: str
    url: str
    link_words: str
    posted_with: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedView:
    """The expected day or days, where that date is from, and how late it is (empty when it is not)."""

    when: str
    source: str
    late: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldView:
    """What a carrier wrote, in a language that is not known; `words` and `moment` where it has to be named,
    `lead` where it came after all that the page says.
    """

    words: str
    moment: Moment | None
    message: str
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One scan. `message` is the carrier's own text, in a language that is not known."""

    words: str
    moment: Moment
    place: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelView:
    """One parcel. `milestones` is empty when the order's own say the same; `tone`: calm, done or problem.

    `scans_fact` is what the marks of its events begin with.
    """

    anchor: str
    heading: str
    state_words: str
    state_moment: Moment | None
    tone: str
    folded: bool
    items: tuple[ItemCard, ...]
    tracking: tuple[TrackingView, ...]
    left_from: str
    last_seen_moment: Moment | None
    last_seen_place: str
    milestones: tuple[MilestoneView, ...]
    expected: ExpectedView | None
    usual_line: str
    told: tuple[ToldView, ...]
    events: tuple[EventView, ...]
    events_words: str
    fact: str
    scans_fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """Items that have not left, for one reason."""

    words: str
    reason: str
    tone: str
    items: tuple[ItemCard, ...]
    expected: ExpectedView | None
    from_words: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """Where some of an item are. `anchor` names the parcel's place on this page, or is empty."""

    quantity: int
    words: str
    anchor: str
    state_words: str
    moment: Moment | None
    tone: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One ordered item and everywhere it is. `told`: the parcels and what waits tell all of it too."""

    item: ItemCard
    told: bool
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshnessView:
    """How old the facts are. `late` says that the shop could not be reached."""

    words: str
    moment: Moment
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVisitView:
    """For the script that marks what is new. `order` is an opaque name, `since` has places for a `%(day)s` and a
    `%(time)s`, which `locale` and `zone` say how to write.
    """

    order: str
    new: str
    since: str
    locale: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """The whole order page. `tone` is calm, done, problem or ended; `changing`: more may still happen.

    `told` are the carrier's words on what the sentence says, `usual_line` what usually happens to parcels like it; a
    parcel has its own where the sentence is not about it. `printed_line` is the next line as paper can say it,
    `steps_line` how the steps are counted where a part is further than the whole.

    `known` are the marks of what is so but not said, being said already by something else.
    """

    title: str
    order_words: str
    sentence: str
    silence_line: str
    usual_line: str
    next_line: str
    printed_line: str
    steps_line: str
    told: tuple[ToldView, ...]
    return_line: str
    return_fact: str
    tone: str
    changing: bool
    milestones: tuple[MilestoneView, ...]
    parcels: tuple[ParcelView, ...]
    waiting_heading: str
    waiting: tuple[WaitingView, ...]
    items: tuple[ItemRow, ...]
    ordered: Moment
    destination: str
    time_zone: str
    freshness: FreshnessView
    known: tuple[str, ...]

    @property
    def untold_items(self) -> tuple[ItemRow, ...]:
        """What neither a parcel nor a group that waits tells: items refunded, removed and the like."""
        return tuple(row for row in self.items if not row.told)
