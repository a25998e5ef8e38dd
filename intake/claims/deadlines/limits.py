"""Time limits: until when a customer has an answer and a solution, in business hours, and when to warn of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.claims.deadlines.business_hours import BusinessHours
from intake.claims.deadlines.waits import Limit, Wait, waits
from intake.claims.model import Event


@dataclass(frozen=True)
class Budget:
    """Business time for each limit, for claims of at least this urgency."""

    from_urgency: int
    time: dict[Limit, timedelta]


@dataclass(frozen=True)
class Deadline:
    """A limit that runs. `due` is when it breaks, `warn` from when on to warn of it (both UTC)."""

    limit: Limit
    due: datetime
    warn: datetime


@dataclass(frozen=True)
class TimeLimits:
    """A shop's limits; `warn_at` is the share of the time, 0..1, after which to warn."""

    hours: BusinessHours
    budgets: tuple[Budget, ...]
    warn_at: float

    def budget(self, urgency: int) -> Budget:
        """That of the highest urgency which the claim reaches."""
        reached = [budget for budget in self.budgets if budget.from_urgency <= urgency]
        return max(reached, key=lambda budget: budget.from_urgency)

    def deadlines(self, history: Sequence[Event], urgency: int) -> tuple[Deadline, ...]:
        """The limits that run, the next one to break first; none while the customer is waited for."""
        time = self.budget(urgency).time
        found = (self._deadline(wait, time[wait.limit]) for wait in waits(history) if wait.running)
        return tuple(sorted(found, key=lambda deadline: deadline.due))

    def _deadline(self, wait: Wait, time: timedelta) -> Deadline:
        return Deadline(wait.limit, self._by(wait, time), self._by(wait, time * self.warn_at))

    def _by(self, wait: Wait, time: timedelta) -> datetime:
        """When that much business time of a running wait has passed."""
        for start, end in wait.spans:
            passed = self.hours.between(start, end) if end else time
            if time <= passed:
                return self.hours.after(start, time)
            time -= passed
        raise ValueError("Only the time of a running wait comes to an end.")
