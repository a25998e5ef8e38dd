"""Staff logins: Argon2 hashes in the store, and a brake on guessing."""

import secrets
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

FIRST_LOGIN = "staff"
LONGEST = 1024  # characters of a password: hashing more than that is work for nothing
GUESSES = RateLimitItemPerMinute(10, 5)  # ten in five minutes


class PasswordHashes(Protocol):
    """The part of the store that accounts need."""

    def set_password_hash(self, login: str, password_hash: str) -> None: ...
    def password_hash(self, login: str) -> str | None: ...


def ensure_first_login(store: PasswordHashes, hasher: PasswordHasher | None = None) -> tuple[str, str] | None:
    """Make the login "staff" with a random password and return both; `None` when it exists already."""
    if store.password_hash(FIRST_LOGIN) is not None:
        return None
    password = secrets.token_urlsafe(12)
    store.set_password_hash(FIRST_LOGIN, (hasher or PasswordHasher()).hash(password))
    return FIRST_LOGIN, password


class Accounts:
    """Checks passwords. Failures are counted in this process and forgotten when it ends."""

    def __init__(self, store: PasswordHashes, hasher: PasswordHasher | None = None) -> None:
        self._store = store
        self._hasher = hasher or PasswordHasher()
        self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe(16))
        self._guesses = MovingWindowRateLimiter(MemoryStorage())

    def verify(self, login: str, password: str) -> bool:
        """Whether the password is right. After ten wrong ones in five minutes always no, for that login."""
        if len(password) > LONGEST or not self._guesses.hit(GUESSES, login):
            return False
        known = self._store.password_hash(login)
        # A login that doesn't exist costs the same time, so that nobody learns which ones do.
        right = self._matches(known or self._nobodys_hash, password) and known is not None
        if right:
            self._guesses.clear(GUESSES, login)
        return right

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
