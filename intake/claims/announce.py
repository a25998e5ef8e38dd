"""Which changes of a claim are told, to whom, and what is told: rows of the outbox, written with the change itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection, Engine, RowMapping, insert, select

from intake.claims.model import ClaimDraft, Event, Facts, Status
from intake.claims.records import DRAFT, SETTLEMENT
from intake.claims.tables import claims, outbox
from intake.claims.waits import REPLIED

OPTION = "channels"  # execution option of the engine


class Channel(StrEnum):
    EMAIL = "email"
    WEBHOOK = "webhook"


class Mail(StrEnum):
    """What the customer gets an e-mail about."""

    OPENED = "opened"
    HANDED_OVER = "handed_over"
    WITHDRAWAL = "withdrawal"  # of the contract: confirmed with its time
    QUESTION = "question"
    ANSWER = "answer"  # somebody of staff wrote in the talk
    ACCEPTED = "accepted"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"  # the customer withdrew the claim itself


MAIL_OF_STATUS = {
    Status.WAITING_FOR_CUSTOMER: Mail.QUESTION,
    Status.ACCEPTED: Mail.ACCEPTED,
    Status.CLOSED: Mail.CLOSED,
    Status.WITHDRAWN: Mail.TAKEN_BACK,
}
ANSWER_HOLD = timedelta(minutes=5)  # one e-mail for all that is written in a lively talk meanwhile
OPENED = "claim.opened"
WEBHOOK_TYPES = frozenset({OPENED, *(f"claim.{status}" for status in Status)})


@dataclass(frozen=True)
class Channels:
    """Where changes are told: nothing is written for a channel that isn't set up."""

    email: bool = False
    endpoints: Mapping[str, frozenset[str]] = field(default_factory=dict)  # name -> webhook types that it wants


@dataclass(frozen=True)
class _Row:
    kind: str
    channel: Channel
    recipient: str
    payload: dict[str, object]
    hold: timedelta = timedelta()  # not sent before that


def telling(engine: Engine, channels: Channels | None) -> Engine:
    """The same database, whose changes are told to these channels."""
    return engine.execution_options(**{OPTION: channels or Channels()})


def announce(connection: Connection, number: str, event_id: int, event: Event) -> None:
    """Put into the outbox whatever is to be told about this event; part of the caller's transaction."""
    channels = connection.get_execution_options().get(OPTION, Channels())
    tells = event.status is not None or event.kind == REPLIED
    if not tells or not (channels.email or channels.endpoints):
        return
    row = connection.execute(select(claims).where(claims.c.number == number)).mappings().one()
    draft = DRAFT.validate_json(row["draft"])
    letters = _letters(row, draft, event) if channels.email else ()
    for one in (*letters, *_calls(channels, row, draft, event)):
        if one.kind == Mail.ANSWER and _announced(connection, number, one):
            continue
        key = sha256(f"{number}/{event_id}/{one.channel}/{one.recipient}".encode()).hexdigest()[:32]
        # A webhook's body names its own key: whoever receives it twice drops the second.
        body = {"id": key, **one.payload} if one.channel is Channel.WEBHOOK else one.payload
        connection.execute(
            insert(outbox).values(
                claim=number,
                kind=one.kind,
                channel=one.channel.value,
                recipient=one.recipient,
                key=key,
                payload=json.dumps(body, ensure_ascii=False),
                created=event.at,
                next_try=event.at + one.hold,
                tries=0,
            )
        )


def _letters(row: RowMapping, draft: ClaimDraft, event: Event) -> Iterator[_Row]:
    mail, address = _mail(event, draft.facts), _address(draft.facts)
    if mail is None or address is None:
        return
    payload: dict[str, object] = {
        "language": draft.language,
        "at": event.at.isoformat(),
        "with_person": event.status is Status.WAITING_FOR_STAFF,
        "track": draft.decision.track,
        "proven": draft.facts.identified,
        **(_settled(row) if mail is Mail.ACCEPTED else {}),
    }
    if mail is Mail.WITHDRAWAL:
        payload["withdrawn_at"] = (draft.facts.withdrawn_at or row["created"]).isoformat()
    if draft.facts.identified:  # what was said goes only to whom is known to have said it
        payload |= {"product": draft.facts.product, "question": event.note if mail is Mail.QUESTION else None}
    told = {name: value for name, value in payload.items() if value is not None}
    yield _Row(mail, Channel.EMAIL, address, told, ANSWER_HOLD if mail is Mail.ANSWER else timedelta())


def _announced(connection: Connection, number: str, row: _Row) -> bool:
    """Whether an e-mail that tells the same still waits."""
    same = (outbox.c.claim == number) & (outbox.c.kind == row.kind) & (outbox.c.recipient == row.recipient)
    waiting = same & outbox.c.sent.is_(None) & outbox.c.failed.is_(None)
    return connection.scalar(select(outbox.c.id).where(waiting).limit(1)) is not None


def _mail(event: Event, facts: Facts) -> Mail | None:
    if event.kind != "opened":
        return MAIL_OF_STATUS.get(event.status) if event.status else Mail.ANSWER
    if facts.withdrawal:
        return Mail.WITHDRAWAL
    return Mail.HANDED_OVER if event.status is Status.WAITING_FOR_STAFF else Mail.OPENED


def _address(facts: Facts) -> str | None:
    """The order's own address. None where the customer gave another one: the talk may be about a mistyped order."""
    if facts.order is None or facts.of_another:
        return None
    return facts.order.email.strip() or None


def _settled(row: RowMapping) -> dict[str, object]:
    settlement = SETTLEMENT.validate_json(row["settlement"] or "null")
    return {"resolution": settlement.resolution, "amount": settlement.amount} if settlement else {}


def _calls(channels: Channels, row: RowMapping, draft: ClaimDraft, event: Event) -> Iterator[_Row]:
    """What a shop system needs to act, and nothing that tells who the customer is or what was written."""
    if event.status is None:
        return
    kind = OPENED if event.kind == "opened" else f"claim.{event.status}"
    data = {
        "claim": row["number"],
        "status": event.status,
        "order": draft.facts.order_number,
        "sku": draft.facts.product,
        **_settled(row),
    }
    for name, wanted in channels.endpoints.items():
        if kind in wanted:
            yield _Row(kind, Channel.WEBHOOK, name, {"type": kind, "timestamp": event.at.isoformat(), "data": data})
