"""Which changes of a claim are told, to whom, and what is told: rows of the outbox, written with the change itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection, Engine, RowMapping, insert, select

from intake.claims.deadlines.waits import REPLIED
from intake.claims.model import ClaimDraft, Event, Status
from intake.claims.records import DRAFT
from intake.claims.tables import claims, outbox
from intake.claims.telling.mails import Mail, MailDraft, mail_about, settlement_of

OPTION = "channels"  # execution option of the engine


class Channel(StrEnum):
    EMAIL = "email"
    WEBHOOK = "webhook"


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
    letters = _letters(connection, row, draft, event) if channels.email else ()
    for one in (*letters, *_calls(channels, row, draft, event)):
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


def _letters(connection: Connection, row: RowMapping, draft: ClaimDraft, event: Event) -> Iterator[_Row]:
    mail = mail_about(connection, row, draft, event)
    if mail and not (mail.kind is Mail.ANSWER and _announced(connection, row["number"], mail)):
        yield _Row(mail.kind, Channel.EMAIL, mail.address, mail.payload, mail.hold)


def _announced(connection: Connection, number: str, mail: MailDraft) -> bool:
    """Whether an e-mail that tells the same still waits."""
    same = (outbox.c.claim == number) & (outbox.c.kind == mail.kind.value) & (outbox.c.recipient == mail.address)
    waiting = same & outbox.c.sent.is_(None) & outbox.c.failed.is_(None)
    return connection.scalar(select(outbox.c.id).where(waiting).limit(1)) is not None


def _calls(channels: Channels, row: RowMapping, draft: ClaimDraft, event: Event) -> Iterator[_Row]:
    """What a shop system needs to act, and nothing that tells who the customer is or what was written."""
    if event.status is None:
        return
    kind = OPENED if event.kind == "opened" else f"claim.{event.status}"
    settled = settlement_of(row)
    data = {
        "claim": row["number"],
        "status": event.status,
        "order": draft.facts.order_number,
        "sku": draft.facts.product,
        **({"resolution": settled.resolution, "amount": settled.amount} if settled else {}),
    }
    for name, wanted in channels.endpoints.items():
        if kind in wanted:
            yield _Row(kind, Channel.WEBHOOK, name, {"type": kind, "timestamp": event.at.isoformat(), "data": data})
