"""Opening hours and time limits from a YAML file."""

from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from intake import fast_yaml
from intake.claims.deadlines.business_hours import BusinessHours, Span, public_holidays
from intake.claims.deadlines.limits import Budget, TimeLimits
from intake.claims.deadlines.waits import Limit
from intake.errors import HoursInvalid

HOURS = Path(__file__).parent / "hours.yaml"
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def load_limits(path: Path = HOURS) -> TimeLimits:
    """The shop's time limits. Raises `HoursInvalid`."""
    try:
        file = _File.model_validate(fast_yaml.safe_load(path.read_text(encoding="utf-8")))
        public_holidays(file.country, file.state)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError, NotImplementedError) as error:
        raise HoursInvalid(f"The hours in {path} can't be used: {error}") from error
    week = {WEEKDAYS.index(day): tuple(_span(text) for text in spans) for day, spans in file.open.items()}
    hours = BusinessHours(week, file.time_zone, file.country, file.state, frozenset(file.closed))
    return TimeLimits(hours, tuple(row.budget() for row in file.limits), file.warn_at)


def _span(text: str) -> Span:
    opens, _, closes = text.partition("-")
    return time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())


def _in_order(spans: tuple[str, ...]) -> tuple[str, ...]:
    ends = [end for text in spans for end in _span(text)]
    if not ends or any(later <= earlier for earlier, later in pairwise(ends)):
        raise ValueError('name hours like "09:00-12:30", each after the one before')
    return spans


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone like Europe/Berlin") from error


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")

    from_urgency: int = Field(ge=0)
    first_answer: float = Field(gt=0, le=10_000)
    next_answer: float = Field(gt=0, le=10_000)
    solution: float = Field(gt=0, le=10_000)

    def budget(self) -> Budget:
        return Budget(self.from_urgency, {limit: timedelta(hours=getattr(self, limit)) for limit in Limit})


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    country: str
    state: str = ""
    time_zone: Annotated[ZoneInfo, BeforeValidator(_zone)]
    open: dict[Weekday, Annotated[tuple[str, ...], AfterValidator(_in_order)]] = Field(min_length=1)
    closed: tuple[date, ...] = ()
    limits: tuple[_Row, ...]
    warn_at: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _covers_every_claim(self) -> "_File":
        if len({row.from_urgency for row in self.limits} | {0}) != len(self.limits):
            raise ValueError("`limits` needs a row with from_urgency 0, and each urgency once")
        return self
