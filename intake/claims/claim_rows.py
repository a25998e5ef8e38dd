"""Rows of the claim tables, read and written within a transaction of the store."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from intake.claims.access.audit import record_event
from intake.claims.counting.traits import note_traits
from intake.claims.deadlines.due import history, keep_due
from intake.claims.feedback import ask_for_feedback
from intake.claims.model import Claim, ClaimDraft, Event, Status
from intake.claims.numbers import new_number
from intake.claims.queue.rows import enter, keep_place, raise_urgency, urgency
from intake.claims.records import DRAFT, EVENT, email, fingerprint, read_settlement, search_text, to_json, value
from intake.claims.tables import claim_photos, claims, conversations, events
from intake.claims.telling.announce import announce
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
        # The claim's own in their order, which findings refer to; behind them those that were added.
        photos=(*draft.photos, *(id for id in photos_of(connection, row["number"]) if id not in draft.photos)),
        history=history(connection, row["number"]),
        version=row["version"],
        assignee=row["assignee"],
        changed=row["changed"],
        merged_into=row["merged_into"],
        settlement=read_settlement(row["settlement"]),
        due=row["due"],
        urgency=row["urgency"],
        value=row["value"],
    )


def photos_of(connection: Connection, number: str) -> list[str]:
    """Ids of all photos of the claim, those of merged claims included."""
    query = select(claim_photos.c.photo).where(claim_photos.c.claim == number).order_by(claim_photos.c.photo)
    return list(connection.scalars(query))


def insert_claim(connection: Connection, draft: ClaimDraft, key: str, now: datetime, leads_talk: bool = True) -> Claim:
    """A new claim; with `leads_talk` the customer's next message goes to it."""
    number = new_number()
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
            changed=now,
            value=value(draft.facts),
            urgency=urgency(draft),
        )
    )
    enter(connection, number, draft)
    for photo in dict.fromkeys(draft.photos):
        connection.execute(insert(claim_photos).values(claim=number, photo=photo))
    note_traits(connection, number, draft, now)
    add_event(connection, number, Event(now, "intake", "opened", draft.decision.rule, draft.status))
    if leads_talk:
        connection.execute(update(conversations).where(conversations.c.id == draft.conversation).values(claim=number))
    return read_claim(connection, claim_row(connection, number))


def add_event(connection: Connection, number: str, event: Event) -> None:
    """The one way into a claim's history, within the transaction of the change."""
    connection.execute(update(claims).where(claims.c.number == number).values(changed=event.at))
    added = insert(events).values(claim=number, body=to_json(EVENT, event)).returning(events.c.id)
    id = connection.execute(added).scalar_one()
    record_event(connection, number, event, id)
    announce(connection, number, id, event)
    raise_urgency(connection, number, event)
    keep_due(connection, number)
    ask_for_feedback(connection, number, event)
    keep_place(connection, number)
