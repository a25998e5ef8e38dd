"""The talk with one customer, as it is kept: what was said and shown, word for word, and what is known so far."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from intake.claims.model import Facts
from intake.rag.types import Citation
from intake.vision.types import Box


class Author(StrEnum):
    CUSTOMER = "customer"
    INTAKE = "intake"  # the machine
    STAFF = "staff"


class Channel(StrEnum):
    """How the customer's words reach Intake."""

    PAGE = "page"
    COMMAND = "command"  # the command line, with a claim in one go


class Asked(StrEnum):
    """What a message of the machine asks for: one thing at a time."""

    PHOTO = "photo"
    PRODUCT = "product"
    DAMAGE = "damage"
    ORDER = "order"
    CLAIM = "claim"  # number of a claim
    EMAIL = "email"  # of the order: the second identifier
    WISH = "wish"  # repair or replacement
    CONFIRM = "confirm"  # yes or no
    DANGER = "danger"  # yes or no, whether anybody is in danger


@dataclass(frozen=True)
class Card:
    """A catalogue product as it is shown in the chat; `image` is the path of its first reference picture, or ""."""

    sku: str
    title: str
    image: str


@dataclass(frozen=True)
class Choice:
    """A button. `action` is one of the forms that `intake.service.Desk.turn` takes, e.g. "product:MUG-DOTS"."""

    action: str
    label: str


@dataclass(frozen=True)
class Mark:
    """A place on a photo that a message speaks of, and the same in words. `photo` is a photo id."""

    photo: str
    box: Box
    label: str


@dataclass(frozen=True)
class Message:
    """One message in its final wording. `photos` are photo ids. Choices count for the last message only."""

    author: Author
    text: str
    at: datetime
    photos: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    claim: str | None = None  # number of the claim that this message tells of
    considered: tuple[Citation, ...] = ()  # passages that an answer was chosen from; for staff
    marks: tuple[Mark, ...] = ()
    asks: Asked | None = None
    name: str = ""  # who of staff wrote it, as customers see it


@dataclass(frozen=True)
class Conversation:
    """`id` is a secret of 128 bits: who has it, may read the talk. While `with_person`, the machine is silent."""

    id: str
    language: str
    facts: Facts
    photos: tuple[str, ...] = ()
    claim: str | None = None
    with_person: bool = False
    person: str = ""  # who of staff has the talk, as customers see it; empty while it waits for somebody
    messages: tuple[Message, ...] = field(default_factory=tuple)

    @property
    def claims(self) -> tuple[str, ...]:
        """The numbers that its messages name, each once, in the order in which they came up."""
        return tuple(dict.fromkeys(message.claim for message in self.messages if message.claim))
