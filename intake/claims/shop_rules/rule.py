"""One rule of the shop: conditions and one of three outcomes. There is none that refuses a customer."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from intake.claims.model import Missing, Outcome, Reason, Resolution, Track
from intake.claims.shop_rules.conditions import NOT_STATED, Conditions, without_defaults

Askable = Literal[Missing.PHOTO, Missing.BETTER_PHOTO, Missing.PRODUCT_PHOTO, Missing.PRODUCT, Missing.DAMAGE]


class Opening(BaseModel):
    """What the customer may choose from. What the law gives is offered whether it stands here or not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    resolutions: tuple[Resolution, ...] = Field(min_length=1)
    track: Literal[Track.GOODWILL, Track.GUARANTEE] = Field(
        Track.GOODWILL, description="The shop's own promise that carries it, where the law gives no right"
    )


def _one_of_three(schema: dict[str, Any]) -> None:
    without_defaults(schema)
    schema["oneOf"] = [{"required": [outcome]} for outcome in Outcome]


class ShopRule(BaseModel):
    """Exactly one of `open`, `ask` and `escalate` is set."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_one_of_three)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Stands in the decision: small letters, digits and _")
    when: Conditions = Field(default_factory=Conditions, description="All have to hold; none: for every case")
    open: Opening = Field(default=NOT_STATED, description="Open a claim")
    ask: Askable = Field(
        default=NOT_STATED, description="Ask the customer for it; after some attempts a person takes over"
    )
    escalate: Reason = Field(default=NOT_STATED, description="Hand over to a person for this reason")

    @model_validator(mode="after")
    def _one_outcome(self) -> "ShopRule":
        if len({*Outcome} & self.model_fields_set) != 1:
            raise PydanticCustomError("not_one_outcome", "needs one of open, ask and escalate", {"rule": self.name})
        return self

    @property
    def outcome(self) -> Outcome:
        return next(outcome for outcome in Outcome if outcome in self.model_fields_set)

    @property
    def offer(self) -> Opening | Missing | Reason:
        """What belongs to the outcome."""
        return getattr(self, self.outcome)  # type: ignore[no-any-return]

    @property
    def in_doubt(self) -> bool:
        """Whether it applies where something that it asks about isn't known: a doubt never opens a claim."""
        return self.outcome is not Outcome.OPEN
