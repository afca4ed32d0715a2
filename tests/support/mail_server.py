"""A real mail server that the site is told to use: a fixture to import into a conftest."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.support.smtp_server import SmtpServer

__all__ = ["server"]


@pytest.fixture
def server(settings: Settings) -> Iterator[SmtpServer]:
    """A mail server, which the site is told to use."""
    with SmtpServer() as running:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}/"
        settings.MAILERS = running.mailers
        settings.MESSAGES_FROM = "orders@casalumbre.example"
        yield running
