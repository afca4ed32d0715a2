"""Staff of every kind, and the browser in which an owner has signed in."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

PASSWORD = "right horse battery"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing a password is meant to take long; here it would only take long."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("noa", password=PASSWORD)


@pytest.fixture
def staff(client: Client, owner: User) -> Client:
    """The owner's browser, signed in."""
    client.force_login(owner)
    return client


def signed_in(*rights: str, is_staff: bool = True) -> Client:
    user = User.objects.create_user("mara", password=PASSWORD, is_staff=is_staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    browser = Client()
    browser.force_login(user)
    return browser
