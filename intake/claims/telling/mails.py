"""What a customer gets an e-mail about, at which address, and what it may tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, select

from intake.claims.model import ClaimDraft, Event, Facts, Settlement, Status
from intake.claims.records import FACTS, read_settlement
from intake.claims.tables import conversations


class Mail(StrEnum):
    OPENED = "opened"
    HANDED_OVER = "handed_over"
    WITHDRAWAL = "withdrawal"  # of the contract: confirmed with its time
    QUESTION = "question"
    ANSWER = "answer"  # somebody of staff wrote in the talk
    ACCEPTED = "accepted"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"  # the customer withdrew the claim itself


OF_STATUS = {
    Status.WAITING_FOR_CUSTOMER: Mail.QUESTION,
    Status.ACCEPTED: Mail.ACCEPTED,
    Status.CLOSED: Mail.CLOSED,
    Status.WITHDRAWN: Mail.TAKEN_BACK,
}
ANSWER_HOLD = timedelta(minutes=5)  # one e-mail for all that is written in a lively talk meanwhile


@dataclass(frozen=True)
class MailDraft:
    """An e-mail before it is worded; `payload` is what its words are chosen by. Not sent before `hold` is over."""

    kind: Mail
    address: str
    payload: dict[str, object]
    hold: timedelta


def mail_about(connection: Connection, row: RowMapping, draft: ClaimDraft, event: Event) -> MailDraft | None:
    """The e-mail that this entry of a claim's history calls for; None where there is none, or no safe address."""
    kind = _kind(event, draft.facts)
    sayings = [draft.facts, *_said_later(connection, draft)]
    proven = any(facts.identified for facts in sayings)
    address = _address(sayings, proven)
    if kind is None or address is None:
        return None
    payload: dict[str, object] = {
        "language": draft.language,
        "at": event.at.isoformat(),
        "with_person": event.status is Status.WAITING_FOR_STAFF,
        "track": draft.decision.track,
        "proven": proven,
    }
    if kind is Mail.WITHDRAWAL:
        payload["withdrawn_at"] = (draft.facts.withdrawn_at or row["created"]).isoformat()
    if kind is Mail.ACCEPTED and (settled := settlement_of(row)):
        payload |= {"resolution": settled.resolution, "amount": settled.amount}
    if proven:  # what was said goes only to whom is known to have said it
        payload |= {"product": draft.facts.product, "question": event.note if kind is Mail.QUESTION else None}
    told = {name: value for name, value in payload.items() if value is not None}
    return MailDraft(kind, address, told, ANSWER_HOLD if kind is Mail.ANSWER else timedelta())


def settlement_of(row: RowMapping) -> Settlement | None:
    """What the customer gets, once nobody has to approve it any more."""
    settlement = read_settlement(row["settlement"])
    return settlement if settlement and settlement.approved_by else None


def _kind(event: Event, facts: Facts) -> Mail | None:
    if event.kind != "opened":
        return OF_STATUS.get(event.status) if event.status else Mail.ANSWER
    if facts.withdrawal:
        return Mail.WITHDRAWAL
    return Mail.HANDED_OVER if event.status is Status.WAITING_FOR_STAFF else Mail.OPENED


def _said_later(connection: Connection, draft: ClaimDraft) -> list[Facts]:
    """What the talk knows by now about the same order: its customer may have proved to be the buyer since."""
    kept = connection.scalar(select(conversations.c.facts).where(conversations.c.id == draft.conversation))
    now = FACTS.validate_json(kept) if kept else None
    return [now] if now and now.order_number == draft.facts.order_number else []


def _address(sayings: Sequence[Facts], proven: bool) -> str | None:
    """The order's own address. None where the customer gave another one: the talk may be about a mistyped order."""
    order = sayings[0].order
    strange = not proven and any(facts.of_another for facts in sayings)
    return order.email.strip() or None if order and not strange else None
