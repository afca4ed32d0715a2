"""Staff of each role."""

from tests.console.conftest import sign_in, support

__all__ = ["sign_in", "support"]
