"""What is understood from a customer's message."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Intent(StrEnum):
    """What a message is for. The last three are answers within a talk, read by rules beside the others."""

    REPORT_DAMAGE = "report_damage"
    WRONG_OR_MISSING = "wrong_or_missing_item"
    RETURN = "return_or_withdraw"
    WARRANTY_QUESTION = "warranty_question"
    GUARANTEE_QUESTION = "guarantee_question"
    REFUND_QUESTION = "refund_question"
    CLAIM_STATUS = "claim_status"
    ORDER_QUESTION = "order_question"
    POLICY_QUESTION = "policy_question"
    TALK_TO_PERSON = "talk_to_person"
    SERVICE_COMPLAINT = "complaint_about_service"
    CORRECTION = "correction"
    THANKS = "thanks_or_goodbye"
    OUT_OF_SCOPE = "out_of_scope"
    OTHER = "other"
    CONFIRM = "confirm"
    DENY = "deny"
    NO_ORDER_NUMBER = "no_order_number"


ANSWERS = frozenset({Intent.CONFIRM, Intent.DENY, Intent.NO_ORDER_NUMBER})
CASES = frozenset(  # that belong to a claim
    {Intent.REPORT_DAMAGE, Intent.WRONG_OR_MISSING, Intent.RETURN, Intent.NO_ORDER_NUMBER}
)
QUESTIONS = frozenset(  # that the policies answer
    {Intent.POLICY_QUESTION, Intent.WARRANTY_QUESTION, Intent.GUARANTEE_QUESTION, Intent.REFUND_QUESTION}
)
PASSING = frozenset(  # whose damages and remedies are talked about, not reported or wished for
    {
        Intent.WARRANTY_QUESTION,
        Intent.GUARANTEE_QUESTION,
        Intent.POLICY_QUESTION,
        Intent.CLAIM_STATUS,
        Intent.ORDER_QUESTION,
        Intent.OUT_OF_SCOPE,
        Intent.THANKS,
    }
)
UNANSWERABLE = frozenset(  # that need more than was said; the policies may still have something on it
    {Intent.OTHER, Intent.OUT_OF_SCOPE, Intent.ORDER_QUESTION, Intent.SERVICE_COMPLAINT, Intent.CORRECTION}
)
TOPICS = tuple(intent for intent in Intent if intent not in ANSWERS)  # the fifteen that a classifier tells apart


WRONG_ITEM = "wrong_item"
DAMAGES = (  # values of `Damage` that words tell
    *("crack", "chip", "shattered", "scratch", "dent", "bent", "tear", "stain", "burn", "missing_part"),
    *("water_damage", "crushed", "does_not_work", WRONG_ITEM),
)
WISHES = ("repair", "replacement", "refund", "partial_refund", "spare_part", "store_credit")  # values of `Resolution`


class Mood(StrEnum):
    CALM = "calm"
    ANNOYED = "annoyed"
    UPSET = "upset"
    ABUSIVE = "abusive"


class Alarm(StrEnum):
    INJURY = "injury"
    ELECTRIC_SHOCK = "electric_shock"
    FIRE_SMOKE = "fire_smoke"
    GLASS_IN_FOOD = "glass_in_food"
    CHILD_IN_DANGER = "child_in_danger"


@dataclass(frozen=True)
class Understanding:
    """`damages` and `wish` hold values of `Damage` and `Resolution`; dialogue imports neither package.

    `probabilities` (0..1) are of the topics, each by itself; without a classifier, 1 for each that the rules found.
    `alarm` is a sure one, `alarm_named` where words of danger say so as well; with `alarm_in_doubt` it may be one, and
    the customer is the one to ask: where there was a no before, only with `alarm_likely`.
    `amount` is in `currency` (ISO 4217), `products` are the customer's own words, the most likely subject first.
    """

    language: str  # "de" or "en"
    intents: tuple[Intent, ...]
    probabilities: Mapping[Intent, float] = field(default_factory=dict)
    mood: Mood = Mood.CALM
    surely_upset: bool = False  # words or capitals say so as well, or there is hardly a doubt
    alarm: bool = False
    alarm_named: bool = False
    alarm_in_doubt: bool = False
    alarm_likely: bool = False  # more likely than not, or the words say so
    alarm_kinds: tuple[Alarm, ...] = ()
    legal: bool = False
    order_number: str | None = None
    claim_number: str | None = None
    email: str | None = None
    phone: str | None = None  # E.164
    date: datetime.date | None = None
    amount: Decimal | None = None
    currency: str | None = None
    quantity: int | None = None
    damages: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()  # of the damages those that no word says
    wish: str | None = None
    wishes: tuple[str, ...] = ()  # every one that is named, in passing too: an answer where a wish was asked for
    products: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default_factory=tuple)  # lower-case words, for matching product names

    @property
    def named_damages(self) -> tuple[str, ...]:
        return tuple(damage for damage in self.damages if damage not in self.guessed)

    @property
    def guesses_wrong_item(self) -> bool:
        return WRONG_ITEM in self.guessed

    @property
    def upset(self) -> bool:
        return self.mood in (Mood.UPSET, Mood.ABUSIVE)
