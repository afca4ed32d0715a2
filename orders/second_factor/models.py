"""What proves a second time who somebody is: devices of django-otp, whose secrets are sealed or hashed here.

django-otp's own TOTP and static devices keep theirs as they are (docs/decisions/0071).
"""

import base64
import logging
import re
import secrets

from django.db import models
from django_otp.models import Device
from django_otp.oath import TOTP

from orders import clock
from orders.storage import sealed
from orders.storage.hashing import token_hash

logger = logging.getLogger(__name__)

PURPOSE = "second factor"
SECRET_BYTES = 20
STEP_SECONDS = 30
STEPS_EITHER_SIDE = 1
"""A code is also taken half a minute early or late: clocks differ, and people type."""
CODE = re.compile(r"[0-9]{6}")

RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 16
"""79 random bits, so that a hash of one needs neither key nor salt, and guessing is hopeless."""
GROUP = 4


class AuthenticatorApp(Device):  # type: ignore[misc] # django-otp has no types
    """A phone that shows a new code each half minute. One that works and one that is being set up for each user."""

    sealed_secret = models.BinaryField()
    last_step = models.BigIntegerField(default=-1)
    """The half minute since the epoch whose code was used last; only later ones are taken."""
    created_at = models.FloatField()
    used_at = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="second_factor_one_app"),
        ]

    @classmethod
    def with_new_secret(cls, user_id: int, *, now: float) -> "AuthenticatorApp":
        """Store one that works once a code of it was typed."""
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
        app: AuthenticatorApp = cls.objects.create(
            user_id=user_id,
            name="Authenticator app",
            confirmed=False,
            sealed_secret=sealed.seal(PURPOSE, secret),
            created_at=now,
        )
        return app

    def secret(self) -> str:
        """In base32, as people type it; raises `sealed.Unreadable`."""
        return sealed.unseal(PURPOSE, self.sealed_secret)

    def verify_token(self, token: str) -> bool:
        """Whether this is a code of now that was not used before. Then it is used."""
        if not CODE.fullmatch(token):
            return False
        try:
            key = base64.b32decode(self.secret())
        except sealed.Unreadable:
            logger.error(
                "The secret of an authenticator app cannot be read: is a key missing in ADDRESS_KEYS?"
            )
            return False
        now = clock.seconds()
        totp = TOTP(key, step=STEP_SECONDS)
        totp.time = now
        # What a clock that ran ahead has used keeps nobody out (docs/decisions/0009).
        ahead = (now + clock.AHEAD_SECONDS) // STEP_SECONDS
        used = self.last_step if self.last_step <= ahead else -1
        if not totp.verify(int(token), tolerance=STEPS_EITHER_SIDE, min_t=used + 1):
            return False
        self.last_step, self.used_at = totp.t(), now
        self.save(update_fields=["last_step", "used_at"])
        return True


class Passkey(Device):  # type: ignore[misc]
    """A key pair of somebody's device or security key, of which the public half is here. Signs only for this site."""

    credential = models.BinaryField()
    """Its id and public key, as WebAuthn writes attested credential data."""
    credential_hash = models.CharField(max_length=64, unique=True)
    sign_count = models.BigIntegerField(default=0)
    created_at = models.FloatField()
    used_at = models.FloatField(default=0)


class RecoveryCodes(Device):  # type: ignore[misc]
    """What is left of the ten codes that somebody wrote down. Each opens once."""

    hashes = models.JSONField(default=list)
    created_at = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="second_factor_one_set_of_codes")]

    @classmethod
    def replace(cls, user_id: int, *, now: float) -> list[str]:
        """New codes in the place of all older ones, as they are to be written down."""
        codes = [_new_code() for _ in range(RECOVERY_CODES)]
        hashes = [token_hash(plain_recovery_code(code)) for code in codes]
        cls.objects.update_or_create(
            user_id=user_id, defaults={"name": "Recovery codes", "hashes": hashes, "created_at": now}
        )
        return codes

    def verify_token(self, token: str) -> bool:
        """Whether this is one of the codes that are left. Then it is gone."""
        hashed = token_hash(plain_recovery_code(token))
        if hashed not in self.hashes:
            return False
        self.hashes.remove(hashed)
        self.save(update_fields=["hashes"])
        return True


def plain_recovery_code(typed: str) -> str:
    """Without what people put between the letters."""
    return re.sub(r"[\s-]", "", typed).lower()


def _new_code() -> str:
    letters = [secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH)]
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, RECOVERY_LENGTH, GROUP))
