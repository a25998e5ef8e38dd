"""Who is logged in to the staff console."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

COOKIE = "intake_staff"
LIFETIME = 8 * 3600  # seconds: one working day


@dataclass
class Session:
    """`expires` is in seconds of the clock that `Sessions` was given."""

    login: str
    expires: float
    language: str


class Sessions:
    """Staff sessions in memory: a restart logs everybody out, and a logout takes effect at once."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._lock = Lock()

    def start(self, login: str, language: str) -> str:
        """Begin a session and return its token of 256 bits."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._sessions = {key: one for key, one in self._sessions.items() if one.expires > now}
            self._sessions[token] = Session(login, now + LIFETIME, language)
        return token

    def get(self, token: str | None) -> Session | None:
        """The running session of this token, else None."""
        session = self._sessions.get(token or "")
        return session if session and session.expires > self._clock() else None

    def end(self, token: str | None) -> None:
        with self._lock:
            self._sessions.pop(token or "", None)
