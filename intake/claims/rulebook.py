"""The dated periods and limits that decisions go by, from a YAML file."""

from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from intake.errors import RulesInvalid
from intake.vision.types import Damage


class Rules(BaseModel):
    """One set of rules, in force from `valid_from` until a newer one is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(min_length=1)
    valid_from: date
    withdrawal_days: int = Field(ge=1)
    warranty_months: int = Field(ge=1)
    presumption_months: int = Field(ge=1)
    transport_days: int = Field(ge=0)
    value_limit: float = Field(ge=0, allow_inf_nan=False)  # EUR
    approval_limit: float = Field(ge=0, allow_inf_nan=False)  # EUR; above it a second person approves
    repeated_claims: int = Field(ge=1)
    attempts: int = Field(ge=1)
    top_findings: int = Field(ge=1)
    top_products: int = Field(ge=1)
    alike: tuple[frozenset[Damage], ...]

    @classmethod
    def load(cls, path: Path, day: date | None = None) -> "Rules":
        """The set in force on `day` (today unless given). Raises `RulesInvalid`."""
        try:
            sets = TypeAdapter(list[Rules]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            raise RulesInvalid(f"The rules in {path} can't be used: {error}") from error
        in_force = [rules for rules in sets if rules.valid_from <= (day or date.today())]
        if not in_force:
            raise RulesInvalid(f"No set of rules in {path} is in force yet: check `valid_from`.")
        return max(in_force, key=lambda rules: rules.valid_from)

    def compatible(self, one: Damage, other: Damage) -> bool:
        """Whether the two may be names of the same damage."""
        return one == other or any({one, other} <= names for names in self.alike)
