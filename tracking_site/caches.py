"""The caches that `CACHE_URL` can name, without Django's look at each key for signs that memcached would not take."""

from django.core.cache.backends.locmem import LocMemCache  # noqa: TID251 - what the one door opens on
from django.core.cache.backends.redis import RedisCache  # noqa: TID251


class _AnyKey:
    def validate_key(self, key: str) -> None:
        """Neither store minds what is in a key, and looking costs a kept page a tenth of its time."""


class ProcessCache(_AnyKey, LocMemCache):
    """In the memory of each process."""


class SharedCache(_AnyKey, RedisCache):
    """In Redis, for all processes."""
