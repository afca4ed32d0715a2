"""What cleaned drawings and redrawn bitmaps have in common: where they will stand, and what comes out."""

from dataclasses import dataclass
from hashlib import sha256

MOST_TIMES_LONGER = 20


class UnusableImage(Exception):
    """A picture cannot be used; the message tells the merchant why, and what to do."""


@dataclass(frozen=True, slots=True)
class Box:
    """The place for a picture: the pixels worth keeping of it, and the least that looks good."""

    width: int
    height: int
    least_side: int
    square: bool

    def factor(self, width: float, height: float) -> float:
        """What a picture of this size is to be multiplied with to fill the box without leaving it."""
        return min(self.width / width, self.height / height)


@dataclass(frozen=True, slots=True)
class SafeImage:
    """A picture that can do nothing but be shown. `width` and `height` are its own, at most those of its box."""

    content: bytes
    content_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal: the picture's name in addresses that never change."""
        return sha256(self.content).hexdigest()


def refuse_a_strip(width: float, height: float) -> None:
    """Raise `UnusableImage` for a picture so long and thin that nothing could be seen of it."""
    if max(width, height) > MOST_TIMES_LONGER * min(width, height):
        raise UnusableImage(
            "The picture is more than twenty times as long as it is wide. Cut away the empty part."
        )
