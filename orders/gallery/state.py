"""What a picture of the gallery is: a named state of one of the site's pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orders.domain.order import Order


class Group(StrEnum):
    """A wall of the gallery; the value is its title."""

    LOOK_UP = "Looking an order up"
    BEFORE_SHIPPING = "Nothing has left yet"
    ON_THE_WAY = "On the way"
    IN_PARTS = "In several parts"
    PROBLEMS = "Late, stuck or waiting for somebody"
    SILENT = "Nothing heard for days"
    REPORTED = "What the carrier says of it"
    ARRIVED = "Arrived"
    OTHER_WAYS = "Collected, brought by the shop, or sent as a file"
    ENDED = "Cancelled, refunded, returned, removed"
    FRESHNESS = "How fresh it is"
    SHARED = "Shared with others, and the links of an order"
    MESSAGES = "Messages about an order, and its link by mail"
    PAPER = "On paper"
    EXTREMES = "Extremes"
    ERRORS = "Pages that say something went wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPageOf:
    """An order's page. `stale`: it asks for news as it opens; `refreshing`: it is waiting for them; `away`: the shop
    did not answer when it was last asked; `missing`: it shows the order no more; `visited`: the order as it was at the
    reader's last visit; `usual`: in how many days, from first to last, such parcels usually arrive.
    """

    build: Callable[[datetime], Order]
    minutes_old: int = 4
    stale: bool = False
    refreshing: bool = False
    away: bool = False
    missing: bool = False
    visited: Callable[[datetime], Order] | None = None
    usual: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOf:
    """An order made for printing; `usual` as on its page."""

    build: Callable[[datetime], Order]
    usual: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPageOf:
    """An order as others may see it; `usual` as on its page."""

    build: Callable[[datetime], Order]
    with_items: bool = True
    usual: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksPage:
    """The links to an order. `made`: one has just been made to be given away; `full`: no more can be; `followed`: an
    address for a `calendar` or a `feed` reader has just been made; `added`: other addresses get news.
    """

    made: bool = False
    followed: str = ""
    full: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """A page about messages. `done`: what its form did; `problem`: its link has ended; `typed`: an address that was
    refused; `too_many`: asked too often; `is_own`: whoever ordered reads it, not the owner of an added address.
    """

    template: str
    done: str = ""
    problem: bool = False
    typed: str | None = None
    too_many: bool = False
    is_own: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpPage:
    """The look-up page with what was typed, if anything was, and what came of it."""

    problem: str | None = None
    typed: Mapping[str, str] | None = None
    filled_in: Mapping[str, str] | None = None
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchingPage:
    """An order that was found and is being fetched; `away`: the last try failed."""

    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """A page that takes nothing but its template; `removed_days_ago`: since when an order's details are gone."""

    template: str
    removed_days_ago: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One picture of the gallery; `name` is its address."""

    name: str
    label: str
    group: Group
    page: (
        OrderPageOf | SheetOf | SharedPageOf | LinksPage | MessagePage | LookUpPage | FetchingPage | PlainPage
    )
