"""API versions on the day this store imitates, and which of them answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApiVersion:
    """One version; `stable` ones are supported."""

    handle: str
    stable: bool

    def as_payload(self) -> dict[str, object]:
        """As `publicApiVersions` lists it."""
        return {"handle": self.handle, "displayName": self.handle, "supported": self.stable}


STABLE_VERSIONS = ("2026-01", "2026-04", "2026-07", "2026-10")
KNOWN_VERSIONS = (
    *(ApiVersion(handle, stable=True) for handle in STABLE_VERSIONS),
    ApiVersion("2027-01", stable=False),
    ApiVersion("unstable", stable=False),
)


def version_served(asked: str | None) -> str:
    """The version that runs: an expired or unknown one falls forward to the oldest that is supported."""
    if asked in {version.handle for version in KNOWN_VERSIONS}:
        return str(asked)
    return STABLE_VERSIONS[0]
