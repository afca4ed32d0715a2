"""Staff with and without a second factor, and a phone that shows codes."""

import base64
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP

from orders.second_factor import keeping
from orders.second_factor.models import AuthenticatorApp

PASSWORD = "right horse battery"
NOW = 1_790_000_010.0
"""Ten seconds into a half minute."""


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing a password is meant to take long; here it would only take long."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Any:
    """A clock that stands still until it is moved."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def noa(db: None) -> User:
    """The owner."""
    return User.objects.create_superuser("noa", password=PASSWORD)


def code_of(app: AuthenticatorApp, *, steps_later: int = 0) -> str:
    """What the phone shows now, or so many half minutes later."""
    totp = TOTP(base64.b32decode(app.secret()))
    totp.t0 = -30 * steps_later
    return f"{totp.token():06d}"


def set_up_app(user: User) -> AuthenticatorApp:
    """An authenticator app that works, whose code of the half minute before was typed to confirm it."""
    app = keeping.begin_app(user, now=NOW - 30)
    assert keeping.confirm_app(user, code_of(app, steps_later=-1), now=NOW - 30) is not None
    return app


type Answer = Any


def give_password(
    name: str = "noa", password: str = PASSWORD, *, wanted: str = "/admin/", address: str = "203.0.113.9"
) -> Client:
    """A browser in which the password was typed, and nothing else yet."""
    browser = Client(REMOTE_ADDR=address)
    response = browser.post(f"/admin/login/?next={wanted}", {"username": name, "password": password})
    assert response.status_code == 302, response.content
    return browser


def step(browser: Client, code: str, *, kind: str = "code", wanted: str = "/admin/") -> Answer:
    """Type a code at the second step."""
    return browser.post("/admin/second-step/", {kind: code, "next": wanted})
