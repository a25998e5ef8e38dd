"""Who is logged in to the staff console."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from intake.claims.accounts import Account
from intake.claims.roles import Actor

COOKIE = "intake_staff"
LIFETIME = 8 * 3600  # seconds: one working day


@dataclass
class Session:
    """`expires` is in seconds of the clock that `Sessions` was given; `version` is the account's."""

    actor: Actor
    version: int
    expires: float
    language: str

    @property
    def login(self) -> str:
        return self.actor.login


class Sessions:
    """Staff sessions in memory: a restart logs everybody out, and a logout takes effect at once.

    `account` is asked each time, so that an account that was disabled, or got another role or password, from
    wherever, loses its sessions at once.
    """

    def __init__(self, account: Callable[[str], Account | None], clock: Callable[[], float] = monotonic) -> None:
        self._account, self._clock = account, clock
        self._sessions: dict[str, Session] = {}
        self._lock = Lock()

    def start(self, account: Account, language: str) -> str:
        """Begin a session and return its token of 256 bits."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._sessions = {key: one for key, one in self._sessions.items() if one.expires > now}
            self._sessions[token] = Session(account.actor, account.version, now + LIFETIME, language)
        return token

    def get(self, token: str | None) -> Session | None:
        """The running session of this token, else None."""
        session = self._sessions.get(token or "")
        if session is None or session.expires <= self._clock():
            return None
        account = self._account(session.login)
        if account is None or not account.active or account.version != session.version:
            self.end(token)
            return None
        session.actor = account.actor
        return session

    def end(self, token: str | None) -> None:
        with self._lock:
            self._sessions.pop(token or "", None)
