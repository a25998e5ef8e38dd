"""Claims and talks as figures need them: light rows without texts, photos and observations."""

from dataclasses import dataclass
from datetime import datetime

from intake.claims.conversation import Author
from intake.claims.model import Event, Reason, Resolution, Status


@dataclass(frozen=True)
class Said:
    """One message without its words. `asks`: it asks the customer for something; `claim`: number that it tells of."""

    author: Author
    at: datetime
    asks: bool = False
    claim: str | None = None


@dataclass(frozen=True)
class TalkRow:
    """`customer` holds what the customer is known by: e-mail addresses and order numbers, in lower case."""

    id: str
    language: str
    channel: str
    customer: frozenset[str]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class CaseRow:
    """`by_rule`: opened by a rule rather than for a person; `offered`: resolutions which that rule let choose from.

    `corrected`: staff corrected product or damage, and that is in force; `rating`: 1..5. None is not known.
    """

    number: str
    conversation: str
    created: datetime
    status: Status
    language: str
    channel: str
    sku: str | None
    track: str | None
    by_rule: bool
    reasons: tuple[Reason, ...]
    offered: tuple[Resolution, ...]
    urgency: int
    history: tuple[Event, ...]
    settled: Resolution | None = None
    corrected: bool = False
    solved: bool | None = None
    rating: int | None = None
