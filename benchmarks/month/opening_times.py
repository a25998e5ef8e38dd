"""When somebody is at work in the scripted month, written out: a second count beside that of the product."""

from datetime import UTC, date, datetime, timedelta

FIRST, DAYS = date(2027, 3, 15), 30  # a Monday; Easter and the change to summer time lie within
CLOSED = {date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 17)}  # of all states
SUMMER = datetime(2027, 3, 28, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _spans() -> list[tuple[datetime, datetime]]:
    found = []
    for day in (FIRST + timedelta(n) for n in range(DAYS + 60)):
        weekday = day.isoweekday()
        if weekday == 7 or day in CLOSED:
            continue
        opens, closes = (10, 14) if weekday == 6 else (9, 18)
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        ahead = 2 if midnight >= SUMMER else 1  # hours of Berlin before UTC
        found.append((midnight + (opens - ahead) * HOUR, midnight + (closes - ahead) * HOUR))
    return found


SPANS = _spans()


def business_hours(start: datetime, end: datetime) -> float:
    """Hours of work between the two."""
    overlaps = (min(end, closes) - max(start, opens) for opens, closes in SPANS)
    return sum(overlap / HOUR for overlap in overlaps if overlap > timedelta(0))


def at_work(at: datetime) -> datetime:
    """The same instant if somebody is there, else the next one."""
    return next(max(at, opens) for opens, closes in SPANS if at < closes)
