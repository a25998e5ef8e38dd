"""Conditions of the shop's rules: a flat mapping of names to values or ranges, all of which have to hold."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from intake.claims.model import Mood, Track
from intake.vision.types import Damage

Value = str | bool | float | None  # None: not known
NOT_STATED: Any = None  # can't be written: None is no value of any field
Bound = Annotated[float, Field(allow_inf_nan=False)]


class Ground(StrEnum):
    """What the law gives on this day: rights after transport damage or by warranty, or none any more."""

    TRANSPORT = Track.TRANSPORT
    WARRANTY = Track.WARRANTY
    GOODWILL = Track.GOODWILL


def without_defaults(schema: dict[str, Any]) -> None:
    """Takes from a JSON schema what stands for "not stated": none of it can be written."""
    for named in schema["properties"].values():
        named.pop("default", None)


def _one_bound(schema: dict[str, Any]) -> None:
    without_defaults(schema)
    schema["minProperties"] = 1


class Range(BaseModel):
    """Numbers between bounds; `at_least` and `at_most` belong to it, `above` and `below` don't."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_one_bound)

    at_least: Bound = Field(default=NOT_STATED)
    above: Bound = Field(default=NOT_STATED)
    at_most: Bound = Field(default=NOT_STATED)
    below: Bound = Field(default=NOT_STATED)

    @model_validator(mode="after")
    def _bounded(self) -> "Range":
        if not self.model_fields_set:
            raise PydanticCustomError("no_bound", "needs a bound")
        return self

    @property
    def bounds(self) -> dict[str, float]:
        """What is stated, by name."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}

    def __contains__(self, number: float) -> bool:
        bounds = self.bounds
        return (
            bounds.get("at_least", number) <= number <= bounds.get("at_most", number)
            and ("above" not in bounds or number > self.above)
            and ("below" not in bounds or number < self.below)
        )


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple | set | frozenset) else [value]


def _sorted(values: frozenset[str] | None) -> list[str] | None:
    return None if values is None else sorted(values)


SOME = Field(min_length=1)
IN_ORDER = PlainSerializer(_sorted)  # so that the same rules always read the same
Grounds = Annotated[
    frozenset[Ground], SOME, IN_ORDER, BeforeValidator(_as_list, json_schema_input_type=Ground | list[Ground])
]
Names = Annotated[frozenset[str], SOME, IN_ORDER, BeforeValidator(_as_list, json_schema_input_type=str | list[str])]
Damages = Annotated[
    frozenset[Damage], SOME, IN_ORDER, BeforeValidator(_as_list, json_schema_input_type=Damage | list[Damage])
]
Moods = Annotated[frozenset[Mood], SOME, IN_ORDER, BeforeValidator(_as_list, json_schema_input_type=Mood | list[Mood])]


class Conditions(BaseModel):
    """What a case has to be like for a rule. A name that isn't stated asks for nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=without_defaults)

    track: Grounds = Field(default=NOT_STATED, description="What the law gives: warranty, transport, or goodwill only")
    presumed: bool = Field(default=NOT_STATED, description="Whether the defect counts as original (presumption_months)")
    sku: Names = Field(default=NOT_STATED, description="Products")
    category: Names = Field(default=NOT_STATED, description="Categories of the catalogue")
    price: Range = Field(default=NOT_STATED, description="EUR, the higher one of catalogue and order")
    days_since_delivery: Range = Field(default=NOT_STATED, description="Days, from 0")
    damage: Damages = Field(default=NOT_STATED, description="What is broken")
    product_sure: bool = Field(default=NOT_STATED, description="Whether the photo surely shows the product")
    product_confirmed: bool = Field(default=NOT_STATED, description="Whether the customer said that it is the product")
    product_probability: Range = Field(default=NOT_STATED, description="0 to 1, that the photo shows the product")
    damage_sure: bool = Field(default=NOT_STATED, description="Whether the photo surely shows the damage")
    damage_confirmed: bool = Field(default=NOT_STATED, description="Whether the customer named or confirmed the damage")
    damaged_probability: Range = Field(default=NOT_STATED, description="0 to 1, that the photo shows any damage")
    mood: Moods = Field(
        default=NOT_STATED, description="The worst of the talk; from upset on a person takes over anyway"
    )
    claims_in_last_year: Range = Field(default=NOT_STATED, description="Claims of this customer before this one")

    @property
    def stated(self) -> dict[str, bool | Range | frozenset[str]]:
        """Name to what is asked for, in the order of this class."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}

    def hold(self, known: Mapping[str, Value], in_doubt: bool) -> bool:
        """Whether all are fulfilled; one about something that isn't known is if `in_doubt` is."""
        return all(fulfilled(asked, known[name], in_doubt) for name, asked in self.stated.items())


def fulfilled(asked: bool | Range | Collection[str], value: Value, in_doubt: bool) -> bool:
    """Whether one condition holds for a value; for one that isn't known (None), `in_doubt` is returned."""
    if value is None:
        return in_doubt
    return value is asked if isinstance(asked, bool) else value in asked
