"""A folder that warehouses put files into: which of them are whole, and where those go that were taken."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

STILL_WRITTEN_SECONDS: Final = 10.0
"""What has not changed for so long is whole; slow lines stop for shorter."""
HALVES: Final = frozenset({".part", ".partial", ".filepart", ".tmp", ".crdownload", ".upload"})
"""How programs name what they are still writing."""


@dataclass
class WatchedFolder:
    """`path` with its folders `done/` and `failed/`, made when they are needed."""

    path: Path
    still_written_seconds: float = STILL_WRITTEN_SECONDS
    _seen: dict[str, tuple[tuple[int, int], float]] = field(default_factory=dict)

    def files(self) -> list[Path]:
        """All that may be, or become, a file to be taken."""
        return sorted(each for each in self.path.iterdir() if _is_meant(each))

    def is_whole(self, path: Path) -> bool:
        """Whether nobody writes it any more: by its time, or where that time lies ahead, by looking for as long."""
        try:
            stat = path.stat()
        except OSError:
            return False  # somebody took it away
        if time.time() - stat.st_mtime >= self.still_written_seconds:
            return True
        state, now = (stat.st_size, stat.st_mtime_ns), time.monotonic()
        known, since = self._seen.get(path.name, (None, now))
        if known != state:
            since = now
        self._seen[path.name] = state, since
        return now - since >= self.still_written_seconds

    def put_away(self, path: Path, report: Path, *, failed: bool, stamp: str) -> None:
        """Move a file and its report, if there is one. Raises OSError where that cannot be."""
        target = path.parent / ("failed" if failed else "done")
        target.mkdir(exist_ok=True)
        self._seen.pop(path.name, None)
        path.rename(target / f"{stamp}-{path.name}")
        if report.exists():
            report.rename(target / f"{stamp}-{path.name}.report.csv")


def _is_meant(path: Path) -> bool:
    return path.name[0] not in ".~" and path.suffix.casefold() not in HALVES and path.is_file()
