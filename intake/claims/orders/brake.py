"""A brake on trying order numbers, and on trying who belongs to one."""

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

OF_ONE_TALK = RateLimitItemPerHour(6)  # numbers that are looked up
MISSES = RateLimitItemPerMinute(100, 10)  # numbers that don't exist, of all talks together
CHECKS = RateLimitItemPerHour(10)  # second identifiers that are compared with one order or claim
AGAIN = RateLimitItemPerHour(1)  # the same one again counts once


class OrderBrake:
    """Counts in this process and forgets when it ends. What is refused looks like a number that doesn't exist."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def lets_look_up(self, conversation: str) -> bool:
        return self._limiter.test(MISSES, "misses") and self._limiter.hit(OF_ONE_TALK, "talk", conversation)

    def missed(self) -> None:
        """Notes that a number didn't exist."""
        self._limiter.hit(MISSES, "misses")

    def lets_compare(self, number: str, identifier: str | None = None) -> bool:
        """Whether one more second identifier may be tried on this order or claim; one that was tried may be again."""
        same = ("same", number, identifier or "")
        if identifier and not self._limiter.test(AGAIN, *same):
            return True
        granted = self._limiter.hit(CHECKS, "checks", number)
        return granted and (not identifier or self._limiter.hit(AGAIN, *same))
