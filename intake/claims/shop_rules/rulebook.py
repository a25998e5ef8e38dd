"""The shop's rules: dated sets of periods, limits and an ordered list of rules, from a YAML file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from intake.claims.frame import Frame
from intake.claims.shop_rules.checks import check
from intake.claims.shop_rules.conditions import IN_ORDER
from intake.claims.shop_rules.file import invalid, parse
from intake.claims.shop_rules.rule import ShopRule
from intake.errors import RulesInvalid
from intake.vision.types import Damage


class Rules(BaseModel):
    """One set of rules, in force from `valid_from` until a newer one is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(min_length=1, description="Stands in every decision")
    valid_from: date = Field(description="First day, year-month-day")
    withdrawal_days: int = Field(ge=1, description="After delivery")
    warranty_months: int = Field(ge=1, description="After delivery")
    presumption_months: int = Field(ge=1, description="After delivery; so long the defect counts as original")
    transport_days: int = Field(ge=0, description="After delivery; so long it is handled with the carrier")
    approval_limit: float = Field(ge=0, allow_inf_nan=False, description="EUR; above it a second person approves")
    attempts: int = Field(ge=1, description="How often the same thing is asked for")
    top_findings: int = Field(ge=1, description="Words may confirm one of the best so many findings")
    top_products: int = Field(
        ge=1, description="On a photo of none of the shop's, what is named is of the best so many"
    )
    alike: tuple[Annotated[frozenset[Damage], IN_ORDER], ...] = Field(
        description="Damage types that are called by each other's names"
    )
    rules: tuple[ShopRule, ...] = Field(min_length=1, description="The first that applies decides; none: a person")

    @classmethod
    def load(cls, path: Path, day: date | None = None) -> "Rules":
        """The set of a file in force on `day` (today unless given). Raises `RulesInvalid`."""
        with _naming(path):
            return in_force(read_rules(path), day)

    @property
    def id(self) -> str:
        """SHA-256 of everything that it says: two sets with the same one decide alike."""
        return sha256(self.model_dump_json(exclude_unset=True).encode()).hexdigest()

    def compatible(self, one: Damage, other: Damage) -> bool:
        """Whether the two may be names of the same damage."""
        return one == other or any({one, other} <= names for names in self.alike)


def read_rules(path: Path) -> tuple[Rules, ...]:
    """All sets of a file. Raises `RulesInvalid`."""
    with _naming(path):
        return read_sets(path.read_text(encoding="utf-8"))


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Errors say which file they are about."""
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        raise RulesInvalid(f"The rules in {path} can't be read: {error}.") from error
    except RulesInvalid as error:
        if str(path) in str(error):
            raise
        raise RulesInvalid(f"The rules in {path} can't be used: {error}", error.problems) from error


@lru_cache(maxsize=16)
def read_sets(text: str) -> tuple[Rules, ...]:
    """All sets of a file's text, checked. Raises `RulesInvalid` with every problem."""
    sets, lines = parse(text, Rules)
    if problems := list(check(sets, lines, frozenset(Frame))):
        raise invalid(problems)
    return tuple(sets)


def in_force(sets: Sequence[Rules], day: date | None = None) -> Rules:
    """The newest set whose `valid_from` has come on `day` (today unless given). Raises `RulesInvalid`."""
    come = [rules for rules in sets if rules.valid_from <= (day or date.today())]
    if not come:
        raise RulesInvalid("No set of rules is in force yet: check `valid_from`.")
    return max(come, key=lambda rules: rules.valid_from)


def schema() -> dict[str, Any]:
    """JSON schema of a file of rules."""
    return TypeAdapter(list[Rules]).json_schema()
