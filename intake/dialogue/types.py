"""What is understood from a customer's message."""

from dataclasses import dataclass, field
from enum import StrEnum


class Intent(StrEnum):
    REPORT_DAMAGE = "report_damage"
    RETURN = "return_or_withdraw"
    CLAIM_STATUS = "claim_status"
    POLICY_QUESTION = "policy_question"
    TALK_TO_PERSON = "talk_to_person"
    CONFIRM = "confirm"
    DENY = "deny"
    NO_ORDER_NUMBER = "no_order_number"
    THANKS = "thanks_or_goodbye"
    OTHER = "other"


@dataclass(frozen=True)
class Understanding:
    """`damages` and `wish` hold values of `Damage` and `Resolution`; dialogue imports neither package."""

    language: str  # "de" or "en"
    intents: tuple[Intent, ...]
    upset: bool = False
    alarm: bool = False
    legal: bool = False
    order_number: str | None = None
    claim_number: str | None = None
    email: str | None = None
    damages: tuple[str, ...] = ()
    wish: str | None = None
    words: tuple[str, ...] = field(default_factory=tuple)  # lower-case words, for matching product names
