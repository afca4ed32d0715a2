"""What somebody has set up, and what is asked of them."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from orders.second_factor.models import AuthenticatorApp, Passkey, RecoveryCodes


@dataclass(frozen=True, slots=True)
class Standing:
    """The factors of one account. Recovery codes are none by themselves: they stand in for one that was lost."""

    app: AuthenticatorApp | None
    passkeys: list[Passkey]
    codes_left: int

    @property
    def is_protected(self) -> bool:
        """Whether a second step is asked for."""
        return self.factors > 0

    @property
    def factors(self) -> int:
        """How many of them would do."""
        return int(self.app is not None) + len(self.passkeys)

    def in_words(self) -> str:
        """For a list of accounts."""
        if not self.is_protected:
            return "none"
        parts = ["authenticator app"] if self.app is not None else []
        if self.passkeys:
            parts.append(f"{len(self.passkeys)} passkey{'s' if len(self.passkeys) > 1 else ''}")
        return ", ".join([*parts, f"{self.codes_left} recovery codes"])


def standing_of(user_id: int) -> Standing:
    """All that this user has set up."""
    codes = RecoveryCodes.objects.filter(user_id=user_id).first()
    return Standing(
        app=AuthenticatorApp.objects.filter(user_id=user_id, confirmed=True).first(),
        passkeys=list(Passkey.objects.filter(user_id=user_id).order_by("pk")),
        codes_left=len(codes.hashes) if codes else 0,
    )


def has_factor(user_id: int) -> bool:
    """Whether a second step is asked of this user. One query."""
    return User.objects.filter(_protected(), pk=user_id).exists()


def with_protection(users: QuerySet[User]) -> QuerySet[User]:
    """The same users, each with `is_protected`: whether a second step is asked of them."""
    return users.annotate(is_protected=_protected())


def _protected() -> Q:
    """A condition on users."""
    apps = AuthenticatorApp.objects.filter(user=OuterRef("pk"), confirmed=True)
    passkeys = Passkey.objects.filter(user=OuterRef("pk"), confirmed=True)
    return Q(Exists(apps)) | Q(Exists(passkeys))
