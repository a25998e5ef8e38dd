"""What a case costs, from a table that the shop fills in."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from intake import fast_yaml
from intake.claims.counting.case_rows import CaseRow
from intake.claims.deadlines.waits import answers, by_staff
from intake.claims.model import INTERNAL, Event, Resolution
from intake.errors import CostsInvalid


class Minutes(BaseModel):
    """Minutes of staff for one of each; `other` for entries of a history that are none of the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: float = Field(ge=0)
    note: float = Field(ge=0)
    other: float = Field(ge=0)


class Costs(BaseModel):
    """EUR throughout."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: float = Field(ge=0)  # machine and photos
    staff_hour: float = Field(ge=0)
    minutes: Minutes
    resolution: dict[Resolution, float]  # handling and postage, beside what the customer gets

    @classmethod
    def load(cls, path: Path) -> "Costs | None":
        """None where the shop keeps no such file. Raises `CostsInvalid`."""
        if not path.is_file():
            return None
        try:
            return cls.model_validate(fast_yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            raise CostsInvalid(f"The table of costs {path} can't be used: {error}") from error

    def of(self, case: CaseRow) -> float:
        """What this case cost so far."""
        minutes = sum(self._minutes(event) for event in case.history if by_staff(event))
        handling = self.resolution.get(case.settled, 0.0) if case.settled else 0.0
        return self.case + minutes / 60 * self.staff_hour + handling

    def _minutes(self, event: Event) -> float:
        if answers(event):
            return self.minutes.answer
        return self.minutes.note if event.kind in ("note", INTERNAL) else self.minutes.other
