"""Time in which somebody is there: opening hours of a week, less public holidays, in the shop's own time zone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

Span = tuple[time, time]
LONGEST_CLOSED = 366  # days in a row; a shop that is closed for longer never answers


@cache
def public_holidays(country: str, state: str) -> holidays.HolidayBase:
    """Dates of the country, and of the state (ISO 3166-2) where one is named. Raises `NotImplementedError`."""
    return holidays.country_holidays(country, subdiv=state or None)


@dataclass(frozen=True)
class BusinessHours:
    """`week` maps weekdays (0 is Monday) to spans of local time; instants are aware, durations exact over DST."""

    week: Mapping[int, Sequence[Span]]
    zone: ZoneInfo
    country: str
    state: str = ""
    closed: frozenset[date] = frozenset()

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much business time lies between the two; none when `end` comes first."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        total = timedelta(0)
        for opens, closes in self._spans(start):
            if max(opens, start) >= end:
                break
            total += min(closes, end) - max(opens, start)
        return total

    def after(self, start: datetime, time: timedelta) -> datetime:
        """The instant (UTC) by which that much business time has passed since `start`."""
        start = start.astimezone(UTC)
        for opens, closes in self._spans(start):
            begin = max(opens, start)
            if time <= closes - begin:
                return begin + time
            time -= closes - begin
        raise ValueError("The business hours leave no time.")

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Opening and closing (UTC) from `start` on; ends where nothing is open for a year."""
        day, idle = start.astimezone(self.zone).date(), 0
        while idle < LONGEST_CLOSED:
            spans = () if self._is_closed(day) else self.week.get(day.weekday(), ())
            idle = 0 if spans else idle + 1
            for opens, closes in spans:
                if self._instant(day, closes) > start:
                    yield self._instant(day, opens), self._instant(day, closes)
            day += timedelta(1)

    def _is_closed(self, day: date) -> bool:
        return day in self.closed or day in public_holidays(self.country, self.state)

    def _instant(self, day: date, at: time) -> datetime:
        # In UTC, because Python subtracts two local times of one zone by the wall clock, over DST as well.
        return datetime.combine(day, at, self.zone).astimezone(UTC)
