"""Domain values as JSON and back, and what is derived from them to search by."""

import hashlib
import json
from typing import TypeVar

from pydantic import TypeAdapter

from intake.claims.conversation import Message
from intake.claims.model import ClaimDraft, Event, Facts, Settlement
from intake.claims.numbers import joined

PUNCTUATION = ".,;:!?()\"'„“”"
T = TypeVar("T")

FACTS = TypeAdapter(Facts)
MESSAGE = TypeAdapter(Message)
DRAFT = TypeAdapter(ClaimDraft)
EVENT = TypeAdapter(Event)
PHOTOS = TypeAdapter(tuple[str, ...])
SETTLEMENT: TypeAdapter[Settlement | None] = TypeAdapter(Settlement | None)


def to_json(adapter: TypeAdapter[T], value: T) -> str:
    """JSON text that `adapter.validate_json` turns into an equal value."""
    # Not `dump_json`: it writes null for a number that is NaN, and then the record can't be read any more.
    return json.dumps(adapter.dump_python(value, mode="json"), ensure_ascii=False)


def read_settlement(kept: str | None) -> Settlement | None:
    """From a claim's row, which has none while nothing is settled."""
    return SETTLEMENT.validate_json(kept or "null")


def fingerprint(draft: ClaimDraft) -> str:
    """SHA-256 of what the customer sent. Dates and scores may differ between two tries of one claim."""
    sent = [
        draft.conversation,
        draft.text,
        sorted(draft.photos),
        draft.facts.product,
        draft.facts.order_number,
    ]
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def email(facts: Facts) -> str | None:
    """Who ordered, in lower case; `None` where that isn't known."""
    return facts.order.email.strip().lower() or None if facts.order else None


def value(facts: Facts) -> float | None:
    """EUR that the product cost, as ordered where the order is known."""
    line = facts.order.line(facts.product) if facts.order and facts.product else None
    return line.price if line else facts.price


def search_text(number: str, draft: ClaimDraft) -> str:
    """Everything that staff search by, case-folded because SQLite folds ASCII only."""
    facts = draft.facts
    order = facts.order_number or ""
    numbers = (joined(word.strip(PUNCTUATION)) for word in draft.text.split())
    bare = (number.replace("-", ""), order.replace("-", ""), *numbers)
    parts = (number, order, *dict.fromkeys(bare), facts.product, email(facts), draft.text)
    return "\n".join(part for part in parts if part).casefold()
