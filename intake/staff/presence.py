"""Who has which claim open just now, so that two people in one see each other. In memory: it is true for seconds."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

STAYS = 45.0  # seconds that somebody counts as there without being seen again


class Presence:
    """Safe to share between threads. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._seen: dict[str, tuple[str, float]] = {}  # login -> claim and when

    def enter(self, login: str, number: str | None) -> tuple[str, ...]:
        """Notes that `login` looks at this claim, or at none; gives the others who do, in the order of their names."""
        now = self._clock()
        with self._lock:
            self._seen = {one: (claim, at) for one, (claim, at) in self._seen.items() if now - at < STAYS}
            self._seen.pop(login, None)
            others = sorted(one for one, (claim, _) in self._seen.items() if claim == number)
            if number is not None:
                self._seen[login] = (number, now)
        return tuple(others) if number is not None else ()

    def there(self) -> dict[str, tuple[str, ...]]:
        """Claim -> who has it open."""
        now = self._clock()
        with self._lock:
            pairs = sorted((claim, login) for login, (claim, at) in self._seen.items() if now - at < STAYS)
        found: dict[str, tuple[str, ...]] = {}
        for claim, login in pairs:
            found[claim] = (*found.get(claim, ()), login)
        return found
