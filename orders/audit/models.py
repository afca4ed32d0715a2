"""The log's one table."""

from typing import Any, NoReturn

from django.db import models


class LogIsClosed(Exception):
    """An entry of the audit log was to be changed or deleted."""


class AuditEntry(models.Model):
    """One thing that was done, by a user, a token or the site itself. Nothing of a shopper stands here."""

    at = models.FloatField(db_index=True)
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    """A short name, such as `fulfillment.cancel`."""
    shopify_id = models.CharField(max_length=80, blank=True, default="", db_index=True)
    """The GID of the order it was done to; empty for what concerns none."""
    detail = models.CharField(max_length=500, blank=True, default="")
    """What else a reader needs: a tracking number, a reason, what Shopify said."""

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "entry"
        verbose_name_plural = "audit log"

    def __str__(self) -> str:
        return f"{self.actor}: {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Entries are only ever added."""
        if not self._state.adding:
            raise LogIsClosed
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Never."""
        raise LogIsClosed


class KnownRight(models.Model):
    """A right that the roles were given once: what a superuser takes from a role afterwards stays taken."""

    name = models.CharField(max_length=120, primary_key=True)

    def __str__(self) -> str:
        return self.name
