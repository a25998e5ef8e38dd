from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.claims.deadlines.business_hours import BusinessHours

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = ((time(9), time(17)),)
SHOP = BusinessHours(dict.fromkeys(range(5), NINE_TO_FIVE), BERLIN, "DE", "BE")
HOUR = timedelta(hours=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-18 10:00", "2026-11-18 12:30", 2.5),  # within a Wednesday
        ("2026-11-18 16:00", "2026-11-19 10:00", 2),  # over night
        ("2026-11-20 16:00", "2026-11-23 10:00", 2),  # over the weekend
        ("2026-11-21 08:00", "2026-11-22 20:00", 0),  # a weekend
        ("2026-11-18 03:00", "2026-11-18 23:00", 8),
        ("2026-12-24 09:00", "2026-12-28 10:00", 9),  # Christmas is a Friday and a Saturday
        ("2026-03-06 16:00", "2026-03-09 10:00", 2),  # 8 March, of Berlin alone, is a Sunday
        ("2027-03-05 16:00", "2027-03-09 10:00", 2),  # ... and a Monday in 2027
        ("2026-03-27 16:00", "2026-03-30 10:00", 2),  # summer time begins on the Sunday between
        ("2026-10-23 16:00", "2026-10-26 10:00", 2),  # and ends
        ("2026-11-18 12:00", "2026-11-18 10:00", 0),
    ],
)
def test_only_open_hours_count(start: str, end: str, hours: float) -> None:
    assert SHOP.between(local(start), local(end)) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-18 10:00", 3, "2026-11-18 13:00"),
        ("2026-11-18 10:00", 7, "2026-11-18 17:00"),
        ("2026-11-18 16:00", 2, "2026-11-19 10:00"),
        ("2026-11-21 12:00", 1, "2026-11-23 10:00"),
        ("2026-12-23 16:00", 10, "2026-12-28 10:00"),
        ("2026-10-23 16:00", 2, "2026-10-26 10:00"),
    ],
)
def test_time_is_up_within_open_hours(start: str, hours: float, due: str) -> None:
    assert SHOP.after(local(start), hours * HOUR) == local(due)


def test_the_hour_that_comes_twice_counts_twice() -> None:
    night = BusinessHours({day: ((time(0), time(23, 59)),) for day in range(7)}, BERLIN, "DE")
    assert night.between(local("2026-10-25 01:00"), local("2026-10-25 04:00")) == 4 * HOUR
    assert night.between(local("2026-03-29 01:00"), local("2026-03-29 04:00")) == 2 * HOUR


def test_days_that_the_shop_names_are_closed() -> None:
    shop = BusinessHours(SHOP.week, BERLIN, "DE", closed=frozenset({date(2026, 12, 24)}))
    assert shop.between(local("2026-12-24 09:00"), local("2026-12-24 17:00")) == timedelta(0)


def test_a_lunch_break_does_not_count() -> None:
    shop = BusinessHours({2: ((time(9), time(12)), (time(13), time(17)))}, BERLIN, "DE")
    assert shop.between(local("2026-11-18 11:00"), local("2026-11-18 14:00")) == 2 * HOUR


def test_hours_that_never_come_are_said() -> None:
    with pytest.raises(ValueError, match="no time"):
        BusinessHours({}, BERLIN, "DE").after(local("2026-11-18 10:00"), HOUR)


instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(instants, st.integers(1, 60 * 100))
def test_so_much_time_lies_before_the_end(start: datetime, minutes: int) -> None:
    time = timedelta(minutes=minutes)
    assert SHOP.between(start, SHOP.after(start, time)) == time


@given(instants, st.integers(0, 60 * 24 * 30), st.integers(0, 60 * 24 * 30))
def test_parts_add_up(start: datetime, one: int, other: int) -> None:
    middle = start + timedelta(minutes=one)
    end = middle + timedelta(minutes=other)
    assert SHOP.between(start, middle) + SHOP.between(middle, end) == SHOP.between(start, end)
