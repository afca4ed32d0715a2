"""The switches by name, as the control endpoint and the command line set them."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from tests.sandbox.faults import KINDS, Fault
from tests.sandbox.parts import Deliveries
from tests.sandbox.state import SandboxState
from tests.sandbox.storefront_state import StorefrontState

type Switch = Callable[[SandboxState, Any], None]


class UnknownSwitch(ValueError):
    """There is no such switch, or it cannot be set so."""


def apply_switch(state: SandboxState, name: str, value: Any) -> None:
    """Set one switch. Raises ValueError, TypeError or LookupError for what cannot be."""
    switch = SWITCHES.get(name)
    if switch is None:
        raise UnknownSwitch(f"no switch named {name}; there are {', '.join(sorted(SWITCHES))}")
    with state.lock:
        switch(state, value)


def describe(state: SandboxState) -> dict[str, object]:
    """Every switch as it stands, and the orders' names."""
    behaviour, access, faults = state.behaviour, state.access, state.faults
    return {
        "now": state.clock.now().isoformat(),
        "clock_offset": state.clock.offset.total_seconds(),
        "speed": state.speed,
        "latency": faults.latency,
        "latency_by_operation": faults.latency_by_operation,
        "faults": faults.active(),
        "scopes": sorted(access.scopes),
        "protected_data": access.protected_data,
        "coded": access.coded,
        "denied_fields": sorted(access.denied_fields),
        "failing_fields": access.failing_fields,
        "fuzzy": behaviour.fuzzy,
        "index_lag": behaviour.index_lag.total_seconds(),
        "hidden_email": behaviour.hidden_email,
        "hidden_contact": behaviour.hidden_contact,
        "served_version": behaviour.served_version,
        "deprecated_reason": behaviour.deprecated_reason,
        "nulled_paths": sorted(behaviour.nulled_paths),
        "installation": state.tokens.installation,
        "storefront": asdict(state.storefront),
        "tokens_issued": state.tokens.issued_count,
        "orders": [order.name for order in state.orders],
    }


def _fault(state: SandboxState, value: Any) -> None:
    """`{"kind": "status", "status": 503, "times": 2}`, with the names of `Fault`; a number is a status."""
    wanted: Mapping[str, Any] = {"kind": "status", "status": value} if isinstance(value, int) else value
    if wanted.get("kind", "status") not in KINDS:
        raise UnknownSwitch(f"no fault named {wanted.get('kind')}; there are {', '.join(sorted(KINDS))}")
    retry_after = wanted.get("retry_after")
    state.faults.add(
        Fault(
            **{
                **wanted,
                "kind": wanted.get("kind", "status"),
                "retry_after": None if retry_after is None else str(retry_after),
            }
        )
    )


def _clear(state: SandboxState, value: Any) -> None:
    if value:
        state.faults.clear()


def _latency(state: SandboxState, value: Any) -> None:
    """Seconds, or `{"operation": seconds}`."""
    if isinstance(value, Mapping):
        state.faults.latency_by_operation.update({str(name): float(each) for name, each in value.items()})
    else:
        state.faults.latency = float(value)


def _throttled(state: SandboxState, value: Any) -> None:
    """A number of refusals to come; true for the bucket to be emptied."""
    if value is True:
        state.empty_bucket()
    else:
        state.faults.throttle(times=int(value))


def _scopes(state: SandboxState, value: Any) -> None:
    state.access.scopes = {str(scope) for scope in value}


def _deny_scope(state: SandboxState, value: Any) -> None:
    state.access.scopes.discard(str(value))


def _protected_data(state: SandboxState, value: Any) -> None:
    if value not in ("approved", "level_2_denied", "basic_plan", "order_denied"):
        raise UnknownSwitch("protected_data is approved, level_2_denied, basic_plan or order_denied")
    state.access.protected_data = value


def _installation(state: SandboxState, value: Any) -> None:
    if value not in ("installed", "app_not_installed", "shop_not_permitted"):
        raise UnknownSwitch("installation is installed, app_not_installed or shop_not_permitted")
    state.tokens.installation = value


def _expire_tokens(state: SandboxState, value: Any) -> None:
    if value:
        state.tokens.expire_issued()


def _advance(state: SandboxState, value: Any) -> None:
    state.advance(str(value))


def _behaviour(attribute: str, convert: Callable[[Any], object]) -> Switch:
    def switch(state: SandboxState, value: Any) -> None:
        setattr(state.behaviour, attribute, convert(value))

    return switch


def _access(attribute: str, convert: Callable[[Any], object]) -> Switch:
    def switch(state: SandboxState, value: Any) -> None:
        setattr(state.access, attribute, convert(value))

    return switch


def _optional_text(value: Any) -> str | None:
    return None if value is None else str(value)


def _webhooks(state: SandboxState, value: Any) -> None:
    """`{"loss": 0.1, "delay": 2}`, with the names of `Deliveries`."""
    for name, each in dict(value).items():
        if name not in Deliveries.__dataclass_fields__:
            raise UnknownSwitch(f"no switch of webhooks is named {name}")
        setattr(state.deliveries, name, type(getattr(state.deliveries, name))(each))


def _storefront(state: SandboxState, value: Any) -> None:
    """`{"logo": "logo.png", "is_locked": true}`, with the names of `StorefrontState`."""
    for name, each in dict(value).items():
        if name not in StorefrontState.__dataclass_fields__:
            raise UnknownSwitch(f"no switch of the storefront is named {name}")
        setattr(state.storefront, name, each)


def _speed(state: SandboxState, value: Any) -> None:
    state.speed = float(value)


SWITCHES: dict[str, Switch] = {
    "fault": _fault,
    "outage": _fault,
    "clear": _clear,
    "latency": _latency,
    "throttled": _throttled,
    "scopes": _scopes,
    "deny_scope": _deny_scope,
    "protected_data": _protected_data,
    "coded": _access("coded", bool),
    "denied_fields": _access("denied_fields", set),
    "failing_fields": _access("failing_fields", dict),
    "installation": _installation,
    "expire_tokens": _expire_tokens,
    "fuzzy": _behaviour("fuzzy", bool),
    "index_lag": _behaviour("index_lag", lambda value: timedelta(seconds=float(value))),
    "hidden_email": _behaviour("hidden_email", bool),
    "hidden_contact": _behaviour("hidden_contact", bool),
    "served_version": _behaviour("served_version", _optional_text),
    "deprecated_reason": _behaviour("deprecated_reason", _optional_text),
    "nulled_paths": _behaviour("nulled_paths", set),
    "shop_plan": _behaviour("shop_plan", str),
    "clock_offset": lambda state, value: state.clock.set_offset(timedelta(seconds=float(value))),
    "time_of_day": lambda state, value: state.clock.set_time_of_day(time.fromisoformat(value)),
    "freeze": lambda state, value: state.clock.freeze(datetime.fromisoformat(value) if value else None),
    "advance": _advance,
    "speed": _speed,
    "webhooks": _webhooks,
    "storefront": _storefront,
}
