"""Staff accounts: Argon2 hashes in the store, and a brake on guessing."""

import re
import secrets
from dataclasses import dataclass
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from intake.claims.access.roles import Actor, Role
from intake.errors import LoginUnfit, PasswordUnfit

SHORTEST, LONGEST = 12, 1024  # characters of a password: hashing more than that is work for nothing
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
RESERVED = {"customer", "intake"}  # who else stands in a claim's history
GUESSES = RateLimitItemPerMinute(10, 5)  # ten in five minutes


@dataclass(frozen=True)
class Account:
    """One login of staff. `name` is what customers read; `version` grows with password, role and activity."""

    login: str
    password_hash: str
    role: Role
    name: str = ""
    active: bool = True
    version: int = 1

    @property
    def actor(self) -> Actor:
        return Actor(self.login, self.name, self.role)

    @property
    def rules(self) -> bool:
        """Whether this one can make others admin."""
        return self.active and self.role is Role.ADMIN


class Logins(Protocol):
    """The part of the store that accounts need."""

    def get(self, login: str) -> Account | None: ...


def checked_login(login: str) -> str:
    """The login as it is kept. Raises `LoginUnfit`."""
    login = login.strip().lower()
    if not LOGIN.fullmatch(login) or login in RESERVED:
        raise LoginUnfit(f"{login!r} can't be a login: 2 to 64 of a-z, 0-9, dot, hyphen and underscore.")
    return login


def new_password() -> str:
    """96 random bits, in characters that can be read out."""
    return secrets.token_urlsafe(12)


class Accounts:
    """Checks passwords. Failures are counted in this process and forgotten when it ends."""

    def __init__(self, store: Logins, hasher: PasswordHasher | None = None) -> None:
        self._store = store
        self._hasher = hasher or PasswordHasher()
        self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe(16))
        self._guesses = MovingWindowRateLimiter(MemoryStorage())

    def hashed(self, password: str) -> str:
        """Raises `PasswordUnfit` for one that is too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise PasswordUnfit(f"A password has {SHORTEST} to {LONGEST} characters.", shortest=SHORTEST)
        return self._hasher.hash(password)

    def verify(self, login: str, password: str) -> Account | None:
        """The account, if it is active and the password right. After ten wrong ones in five minutes never."""
        login = login.strip().lower()
        if len(password) > LONGEST or not self._guesses.hit(GUESSES, login):
            return None
        known = self._store.get(login)
        # A login that doesn't exist costs the same time, so that nobody learns which ones do.
        right = self._matches(known.password_hash if known else self._nobodys_hash, password)
        if not right or known is None or not known.active:
            return None
        self._guesses.clear(GUESSES, login)
        return known

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
