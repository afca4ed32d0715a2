"""Reading one JSON object of Shopify's with tolerance: what is optional and not as expected is None, and
counted.
"""

from datetime import UTC, datetime
from enum import StrEnum

from orders.domain.when import When, in_zone, read_when
from orders.shopify.json_shapes import Json, JsonObject, find_list, find_object, get_object, unexpected_shape
from orders.shopify.observations import Observations
from orders.shopify.text import clean_lines, clean_pasted, clean_text, clean_whole, is_enum_value

WORDS_LIMIT = 255
TITLE_LIMIT = 500
MESSAGE_LIMIT = 1000
ID_LIMIT = 255
NUMBER_LIMIT = 100
PASTED_LIMIT = 1000
URL_LIMIT = 2048
LARGEST_INTEGER = 2**53
YEARS = range(2000, 2200)
"""In which something of an order may happen."""


class Fields:
    """The fields of one object. `find_` and `flag` never raise; `get_` raises Unavailable, naming the
    field.
    """

    def __init__(self, payload: Json, *, kind: str, observations: Observations) -> None:
        self._payload: JsonObject = get_object(payload, kind)
        self._kind = kind
        self._observations = observations

    def has(self, key: str) -> bool:
        """Whether there is anything under this key."""
        return self._payload.get(key) is not None

    def find_text(self, key: str, *, limit: int = WORDS_LIMIT) -> str | None:
        """Clean text for reading, cut to `limit` characters; None when it is blank."""
        value = self._find(key, str)
        return clean_text(value, limit=limit) if value is not None else None

    def find_lines(self, key: str, *, limit: int) -> str | None:
        """The same with its line breaks."""
        value = self._find(key, str)
        return clean_lines(value, limit=limit) if value is not None else None

    def find_whole(self, key: str, *, limit: int) -> str | None:
        """Text that means something only as a whole (an address, a number): not cleaned or cut, but
        refused.
        """
        value = self._find(key, str)
        if value is None or not value.strip():
            return None
        whole = clean_whole(value, limit=limit)
        if whole is None:
            self._note(key)
        return whole

    def find_pasted(self, key: str, *, limit: int) -> str | None:
        """Text as people pasted it, to be read where its kind is known: only what cannot be stored is taken out."""
        value = self._find(key, str)
        if value is None or not value.strip():
            return None
        pasted = clean_pasted(value, limit=limit)
        if pasted is None:
            self._note(key)
        return pasted

    def get_whole(self, key: str, *, limit: int = ID_LIMIT) -> str:
        """Such text, which must be there."""
        return self._required(key, self.find_whole(key, limit=limit))

    def find_enum(self, key: str, known: type[StrEnum]) -> str | None:
        """An enum value, known or not; one that is not known is counted, so that somebody learns of it."""
        value = self._find(key, str)
        if value is None:
            return None
        if not is_enum_value(value):
            self._note(key)
            return None
        if value not in known:
            self._observations.note(f"unknown {known.__name__}", value)
        return value

    def get_enum(self, key: str, known: type[StrEnum]) -> str:
        """An enum value that must be there."""
        return self._required(key, self.find_enum(key, known))

    def find_moment(self, key: str) -> datetime | None:
        """A date with time and offset, as an aware datetime in UTC."""
        moment = self._find_written_moment(key)
        return None if moment is None else in_zone(moment, UTC)

    def find_when(self, key: str) -> When | None:
        """Such a moment, or the day that it stands for; None for a year by which systems say "none" or "never"."""
        moment = self._find_written_moment(key)
        if moment is None or moment.year in YEARS:
            return None if moment is None else read_when(moment)
        self._note(key)
        return None

    def get_when(self, key: str) -> When:
        """Such a moment or day, which must be there."""
        when = self.find_when(key)
        if when is None:
            where = f"{self._kind}.{key}"
            raise unexpected_shape(where)
        return when

    def _find_written_moment(self, key: str) -> datetime | None:
        value = self._find(key, str)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self._note(key)
            return None
        return moment

    def get_moment(self, key: str) -> datetime:
        """Such a moment, which must be there."""
        return self._required(key, self.find_moment(key))

    def find_integer(self, key: str) -> int | None:
        """A whole number from 0 up."""
        value = self._find(key, int)
        if value is None:
            return None
        if isinstance(value, bool) or not 0 <= value <= LARGEST_INTEGER:
            self._note(key)
            return None
        return value

    def get_integer(self, key: str) -> int:
        """Such a number, which must be there."""
        return self._required(key, self.find_integer(key))

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false, and the default where Shopify did not say."""
        value = self._find(key, bool)
        return default if value is None else value

    def find_fields(self, key: str, *, kind: str) -> "Fields | None":
        """The object under this key."""
        value = self._find(key, dict)
        return None if value is None else Fields(value, kind=kind, observations=self._observations)

    def fields_in(self, key: str, *, kind: str) -> list["Fields"]:
        """The objects of a list or of a connection's nodes; none when it is missing."""
        value = self._payload.get(key)
        nodes = find_object(value).get("nodes") if isinstance(value, dict) else value
        if nodes is not None and not isinstance(nodes, list):
            self._note(key)
        found: list[Fields] = []
        for node in find_list(nodes):
            if isinstance(node, dict):
                found.append(Fields(node, kind=kind, observations=self._observations))
            else:
                self._note(key)
        return found

    def _find[T](self, key: str, wanted: type[T]) -> T | None:
        value = self._payload.get(key)
        if value is None:
            return None
        if isinstance(value, wanted):
            return value
        self._note(key)
        return None

    def observe(self, kind: str, value: str) -> None:
        """Count something that a person should know of; `value` is a word of ours, never what stood there."""
        self._observations.note(kind, value)

    def _required[T](self, key: str, value: T | None) -> T:
        if value is None:
            where = f"{self._kind}.{key}"
            raise unexpected_shape(where)
        return value

    def _note(self, key: str) -> None:
        self._observations.note("unusable value", f"{self._kind}.{key}")
