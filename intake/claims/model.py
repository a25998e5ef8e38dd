"""The claim and what a decision about it rests on. Plain values without any framework."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from intake.errors import SettlementIncomplete
from intake.rag.types import Citation
from intake.vision.types import Candidate, Damage, Observation


class Track(StrEnum):
    """The legal ground of a claim."""

    WITHDRAWAL = "withdrawal"
    WARRANTY = "warranty"  # statutory
    GUARANTEE = "guarantee"  # the seller's own promise
    TRANSPORT = "transport"
    GOODWILL = "goodwill"


class Resolution(StrEnum):
    REPAIR = "repair"
    REPLACEMENT = "replacement"
    REFUND = "refund"
    PARTIAL_REFUND = "partial_refund"
    SPARE_PART = "spare_part"
    STORE_CREDIT = "store_credit"


IN_MONEY = frozenset({Resolution.REFUND, Resolution.PARTIAL_REFUND, Resolution.STORE_CREDIT})


class Outcome(StrEnum):
    OPEN = "open"
    ASK = "ask"
    ESCALATE = "escalate"


class Reason(StrEnum):
    """Escalation reasons: the closed list. Nothing else leads to a person."""

    ASKED_FOR_PERSON = "asked_for_person"
    UPSET = "upset"
    SAFETY = "safety"
    LEGAL_THREAT = "legal_threat"
    PRODUCT_UNSURE = "product_unsure"
    DAMAGE_UNSURE = "damage_unsure"
    CONTRADICTION = "photo_and_text_disagree"
    PHOTO_UNUSABLE = "photo_unusable"
    ORDER_NOT_FOUND = "order_not_found"
    PRODUCT_NOT_IN_ORDER = "product_not_in_order"
    OUTSIDE_PERIOD = "outside_period"
    VALUE_ABOVE_LIMIT = "value_above_limit"
    REPEATED_CLAIMS = "repeated_claims"
    PHOTO_SEEN_BEFORE = "photo_seen_before"
    NOT_COVERED = "question_not_covered"
    COMPONENT_DOWN = "component_down"


class Mood(StrEnum):
    """How the customer's words sound, from well to worst; the names are those of the dialogue."""

    CALM = "calm"
    ANNOYED = "annoyed"
    UPSET = "upset"
    ABUSIVE = "abusive"


class Missing(StrEnum):
    """What to ask for next when the outcome is `ASK`."""

    PHOTO = "photo"
    BETTER_PHOTO = "better_photo"
    PRODUCT_PHOTO = "product_photo"  # the packaging was shown, the product wasn't
    PRODUCT = "product"  # choose among the candidates
    DAMAGE = "damage"  # say or show what is broken
    ORDER = "order"
    IDENTITY = "identity"  # number and e-mail address, which don't fit together
    DANGER = "danger"  # whether anybody is hurt or in danger


class Status(StrEnum):
    """Where a claim stands; `moves.py` tells what may follow what."""

    NEW = "new"  # opened by rule; nobody has looked at it
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    WAITING_FOR_STAFF = "waiting_for_staff"
    IN_HAND = "in_hand"  # somebody of staff has it, and with it the talk
    ACCEPTED = "accepted"  # the resolution is settled, not yet carried out
    RESOLVED = "resolved"  # carried out
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # the customer wants nothing more
    MERGED = "merged"  # goes on in another claim


@dataclass(frozen=True)
class OrderLine:
    sku: str
    quantity: int
    price: float  # EUR for one


@dataclass(frozen=True)
class Order:
    """What the order directory knows. `delivered` is None while the parcel is on its way.

    `email` and `postal_code` are "" where the directory doesn't have them.
    """

    number: str
    email: str
    ordered: date
    delivered: date | None
    lines: tuple[OrderLine, ...]
    postal_code: str = ""

    def line(self, sku: str) -> OrderLine | None:
        return next((line for line in self.lines if line.sku == sku), None)

    def belongs_to(self, email: str | None, postal_code: str | None) -> bool:
        """Whether one of the two is the order's own; what the directory doesn't have fits nobody."""
        pairs = ((self.email, email), (self.postal_code, postal_code))
        return any(_folded(ours) != "" and _folded(ours) == _folded(theirs or "") for ours, theirs in pairs)


def _folded(identifier: str) -> str:
    return "".join(identifier.split()).lower()


@dataclass(frozen=True)
class Named:
    """A product as a customer's words name it, and what they say is wrong with it."""

    words: str
    damages: tuple[Damage, ...] = ()
    photos: tuple[str, ...] = ()  # that were sent of it already


@dataclass(frozen=True)
class Facts:
    """Everything a decision may rest on, and nothing else. Replaying `decide(facts, ...)` gives the same decision.

    `None` means not known yet; `order_searched` tells an order number that was not found from none given.
    """

    today: date
    observation: Observation | None = None
    product: str | None = None  # SKU
    product_confirmed: bool = False  # by the customer's click or words
    product_doubted: bool = False  # the customer says that it is another one than recognised
    stated_damages: tuple[Damage, ...] = ()  # what the words say
    damage_confirmed: bool = False
    order_number: str | None = None
    order_searched: bool = False
    order: Order | None = None
    price: float | None = None  # EUR, of the product
    wish: Resolution | None = None
    asked_for_person: bool = False
    upset: bool = False
    alarm: bool = False
    legal_threat: bool = False
    claims_in_last_year: int = 0
    photos_seen_before: int = 0
    components_down: tuple[str, ...] = ()
    no_order_number: bool = False  # the customer has none at hand
    none_of_these: bool = False  # the customer said that the product is none of the candidates
    withdrawal: bool = False  # the customer sends back without naming a defect: no photo is needed
    attempts: tuple[tuple[str, int], ...] = ()  # how often each `Missing` was asked for already
    email: str | None = None  # that the customer gave: the second identifier of an order or a claim
    postal_code: str | None = None  # the same, where the order has one
    named_by_order: bool = False  # the product follows from the order's lines; the photo alone doesn't tell it
    named: tuple[str, ...] = ()  # the customer's words for the product, taken from this case's messages
    withdrawn_at: datetime | None = None  # when the customer declared a withdrawal, in words that leave no doubt
    order_carried: bool = False  # the order is the one of the case before in the same talk
    others: tuple[Named, ...] = ()  # further products of the message, to be taken up one after the other
    another_piece: bool = False  # not the thing that an open claim is about
    claim_number: str | None = None  # of a claim that the customer asks about and hasn't shown to be theirs yet
    unclear: int = 0  # messages in a row that led nowhere
    question_open: bool = False  # a question that no policy answers; a person was offered
    pass_on: bool = False  # the question, or what isn't understood, is to be answered by a person
    category: str | None = None  # of the product, as the catalogue names it
    mood: Mood = Mood.CALM  # the worst of the talk
    suggested: tuple[Damage, ...] = ()  # what a language model takes the words for: offered, no ground of a decision
    unidentified: bool = False  # asked often enough for a second identifier in vain
    doubtful: tuple[str, ...] = ()  # a message that may tell of a danger, and what came after it, until that is clear
    harmless: tuple[str, ...] = ()  # such messages after the customer said that there is none
    observed: tuple[str, ...] = ()  # the photos that the observation is of, and the order that they were compared with
    guessed: tuple[Damage, ...] = ()  # of the stated damages those that no word says: what is said outweighs them
    withdrawal_offered: bool = False  # who asked about sending back was asked whether to declare it
    person_offered: bool = False  # a wish for a person was likely and not sure
    absent: bool = False  # a whole article never came
    withdrawal_agreed: bool = False  # declared by a yes to that: of which products is still to be said

    @property
    def named_damages(self) -> tuple[Damage, ...]:
        """What the customer's words say, without what was only guessed from them."""
        return tuple(damage for damage in self.stated_damages if damage not in self.guessed)

    @property
    def broken(self) -> bool:
        """Whether anything is said to be wrong with it, more than a guess that it is the wrong one."""
        return bool(set(self.stated_damages) - (set(self.guessed) & {Damage.WRONG_ITEM}))

    @property
    def wrong_item_guessed(self) -> bool:
        return Damage.WRONG_ITEM in self.guessed

    @property
    def alarm_in_doubt(self) -> bool:
        """The customer is asked, before anything else; unanswered, it goes to a person as an alarm."""
        return bool(self.doubtful)

    @property
    def signals(self) -> tuple[Reason, ...]:
        """Everything in the customer's words that calls for a person, gravest first."""
        said = (
            (self.alarm, Reason.SAFETY),
            (self.legal_threat, Reason.LEGAL_THREAT),
            (self.upset, Reason.UPSET),
            (self.asked_for_person, Reason.ASKED_FOR_PERSON),
        )
        return tuple(reason for applies, reason in said if applies)

    @property
    def ordered(self) -> tuple[str, ...]:
        """SKUs of the order's products; none where no order is known."""
        return tuple(line.sku for line in self.order.lines) if self.order else ()

    @property
    def second_identifier(self) -> str | None:
        """What the customer gave beside the order number."""
        return self.email or self.postal_code

    @property
    def identified(self) -> bool:
        """Whether the customer gave the order's own e-mail address or postal code: only the buyer knows both."""
        return self.order is not None and self.order.belongs_to(self.email, self.postal_code)

    @property
    def of_another(self) -> bool:
        """Whether the order belongs to somebody else than the customer says to be."""
        return self.order is not None and self.second_identifier is not None and not self.identified

    @property
    def offered(self) -> tuple[Candidate, ...]:
        """The likely products that the customer may see: to whom hasn't proved to be the buyer, by the photo alone."""
        seen = self.observation
        return () if seen is None else seen.products if self.identified else seen.alone

    @property
    def nameable(self) -> str | None:
        """The product, where naming it tells nothing about somebody else's order."""
        return self.product if self.identified or not self.named_by_order else None


@dataclass(frozen=True)
class Decision:
    """`missing` is set for `ASK`, `reasons` for `ESCALATE`, `track` and `damage` for `OPEN`; `rule` names the row.

    `rules_id` finds the set of rules that decided (`RuleShelf.kept`); empty in records of earlier versions.
    """

    outcome: Outcome
    rule: str
    rules_version: str
    reasons: tuple[Reason, ...] = ()
    missing: Missing | None = None
    track: Track | None = None
    damage: Damage | None = None
    resolutions: tuple[Resolution, ...] = ()  # what the customer may choose from
    rules_id: str = ""


@dataclass(frozen=True)
class Settlement:
    """What the customer gets. Above the shop's limit it takes effect when a second person has approved it.

    Raises `SettlementIncomplete` where the resolution lacks what belongs to it.
    """

    resolution: Resolution
    proposed_by: str  # staff login
    amount: float | None = None  # EUR, of the resolutions in money
    keeps_item: bool = False
    part: str = ""  # which spare part
    approved_by: str | None = None  # staff login; None while a second person is waited for

    def __post_init__(self) -> None:
        in_money = self.resolution in IN_MONEY
        amount_fits = self.amount is not None and 0 < self.amount < math.inf if in_money else self.amount is None
        keeps = self.keeps_item or self.resolution is not Resolution.PARTIAL_REFUND
        if not amount_fits or not keeps or (self.resolution is Resolution.SPARE_PART) != bool(self.part.strip()):
            raise SettlementIncomplete(f"A {self.resolution} with {self.amount=}, {self.keeps_item=}, {self.part=}.")


INTERNAL = "internal"  # kind of the notes that staff write for each other


@dataclass(frozen=True)
class Event:
    """One entry of a claim's history: who did what when, and why (`note`).

    `actor` is "customer", "intake" or a staff login; `status` is the new one of a move; `about` names what else it
    concerns: another claim, the login that it was assigned to, the resolution.
    """

    at: datetime
    actor: str
    kind: str
    note: str = ""
    status: Status | None = None
    about: str = ""


@dataclass(frozen=True)
class Claim:
    """The complaint case. `photos` are ids of the photo store; `version` grows with every change."""

    number: str
    status: Status
    created: datetime
    language: str
    conversation: str
    text: str
    facts: Facts
    decision: Decision
    citations: tuple[Citation, ...]
    photos: tuple[str, ...]
    history: tuple[Event, ...]
    version: int
    assignee: str | None = None  # staff login
    changed: datetime | None = None  # time of the last entry of the history
    merged_into: str | None = None  # number of the claim that this one goes on in
    settlement: Settlement | None = None
    due: datetime | None = None  # the next time limit
    urgency: int = 0  # higher is more urgent
    value: float | None = None  # EUR, of the product


@dataclass(frozen=True)
class ClaimDraft:
    """A claim before it has a number. `status` is `NEW` or `WAITING_FOR_STAFF`; `photos` are photo ids."""

    status: Status
    language: str
    conversation: str
    text: str  # what the customer wrote about it
    facts: Facts
    decision: Decision
    citations: tuple[Citation, ...] = ()
    photos: tuple[str, ...] = ()
