"""Who is logged in to the staff console."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from intake.claims.access.passwords import Account
from intake.claims.access.roles import Actor

COOKIE = "intake_staff"
LIFETIME = 8 * 3600  # seconds: one working day
IDLE = 3600  # seconds without any request; an open console asks for news by itself and doesn't idle


@dataclass
class Session:
    """`expires` and `seen` are in seconds of the clock that `Sessions` was given; `version` is the account's."""

    actor: Actor
    version: int
    expires: float
    seen: float
    language: str

    def runs(self, now: float) -> bool:
        return now < min(self.expires, self.seen + IDLE)

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
            self._sessions = {key: one for key, one in self._sessions.items() if one.runs(now)}
            self._sessions[token] = Session(account.actor, account.version, now + LIFETIME, now, language)
        return token

    def get(self, token: str | None) -> Session | None:
        """The running session of this token, else None."""
        session, now = self._sessions.get(token or ""), self._clock()
        if session is None or not session.runs(now):
            return None
        account = self._account(session.login)
        if account is None or not account.active or account.version != session.version:
            self.end(token)
            return None
        session.actor, session.seen = account.actor, now
        return session

    def end(self, token: str | None) -> None:
        with self._lock:
            self._sessions.pop(token or "", None)
