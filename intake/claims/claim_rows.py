"""Rows of the claim tables, read and written within a transaction of the store."""

from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from intake.claims.model import Claim, ClaimDraft, Event, Status
from intake.claims.numbers import new_number
from intake.claims.records import DRAFT, EVENT, email, fingerprint, search_text, to_json
from intake.claims.tables import claim_photos, claims, conversations, events
from intake.errors import NotFound


def one(connection: Connection, query: Select[*tuple[object, ...]], what: str) -> RowMapping:
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no such {what}.")
    return row


def claim_row(connection: Connection, number: str) -> RowMapping:
    return one(connection, select(claims).where(claims.c.number == number), "claim")


def read_claim(connection: Connection, row: RowMapping) -> Claim:
    draft = DRAFT.validate_json(row["draft"])
    history = connection.scalars(
        select(events.c.body).where(events.c.claim == row["number"]).order_by(events.c.id)
    ).all()
    return Claim(
        number=row["number"],
        status=Status(row["status"]),
        created=row["created"],
        language=draft.language,
        conversation=draft.conversation,
        text=draft.text,
        facts=draft.facts,
        decision=draft.decision,
        citations=draft.citations,
        photos=draft.photos,
        history=tuple(EVENT.validate_json(body) for body in history),
        version=row["version"],
    )


def insert_claim(connection: Connection, draft: ClaimDraft, key: str) -> Claim:
    number, now = new_number(), datetime.now(UTC)
    connection.execute(
        insert(claims).values(
            number=number,
            key=key,
            fingerprint=fingerprint(draft),
            status=draft.status.value,
            created=now,
            language=draft.language,
            conversation=draft.conversation,
            order_number=draft.facts.order_number,
            sku=draft.facts.product,
            email=email(draft.facts),
            search_text=search_text(number, draft),
            draft=to_json(DRAFT, draft),
            version=1,
        )
    )
    for photo in dict.fromkeys(draft.photos):
        connection.execute(insert(claim_photos).values(claim=number, photo=photo))
    add_event(connection, number, Event(now, "intake", "opened", draft.decision.rule, draft.status))
    connection.execute(update(conversations).where(conversations.c.id == draft.conversation).values(claim=number))
    return read_claim(connection, claim_row(connection, number))


def add_event(connection: Connection, number: str, event: Event) -> None:
    connection.execute(insert(events).values(claim=number, body=to_json(EVENT, event)))
