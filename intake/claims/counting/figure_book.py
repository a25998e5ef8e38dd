"""Reads what figures are counted from: cases with their histories, and who spoke when. No texts leave here."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, select

from intake.claims.conversation import Author
from intake.claims.counting.case_rows import CaseRow, Said, TalkRow
from intake.claims.model import Event, Outcome, Reason, Resolution, Status
from intake.claims.records import EVENT
from intake.claims.tables import claims, conversations, corrections, events, feedback, messages, traits


class FigureBook:
    """Cases and talks of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def cases(self, since: datetime, until: datetime) -> tuple[CaseRow, ...]:
        """Claims made from `since` to before `until`, merged ones included, oldest first."""
        made = (claims.c.created >= since) & (claims.c.created < until)
        query = (
            select(claims, conversations.c.channel, traits.c.sku.label("product"), traits.c.track)
            .join(conversations, conversations.c.id == claims.c.conversation)
            .outerjoin(traits, traits.c.claim == claims.c.number)
            .where(made)
            .order_by(claims.c.id)
        )
        numbers = select(claims.c.number).where(made)
        with self._engine.begin() as connection:
            histories = _histories(connection, numbers)
            said = _feedback(connection, numbers)
            corrected = set(
                connection.scalars(
                    select(corrections.c.claim).where(corrections.c.undone.is_(None), corrections.c.claim.in_(numbers))
                )
            )
            return tuple(
                _case(row, histories[row["number"]], row["number"] in corrected, said.get(row["number"], {}))
                for row in connection.execute(query).mappings()
            )

    def talks(self, since: datetime, until: datetime) -> tuple[TalkRow, ...]:
        """Talks begun from `since` to before `until`, oldest first."""
        begun = (conversations.c.created >= since) & (conversations.c.created < until)
        with self._engine.begin() as connection:
            said = _said(connection, begun)
            known_by = _customers(connection, begun)
            rows = connection.execute(select(conversations).where(begun).order_by(conversations.c.created)).mappings()
            return tuple(
                TalkRow(row["id"], row["language"], row["channel"], known_by[row["id"]], tuple(said[row["id"]]))
                for row in rows
            )


def _histories(connection: Connection, numbers: Select[tuple[str]]) -> Mapping[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    query = select(events.c.claim, events.c.body).where(events.c.claim.in_(numbers)).order_by(events.c.id)
    for number, body in connection.execute(query):
        found[number].append(EVENT.validate_json(body))
    return found


def _feedback(connection: Connection, numbers: Select[tuple[str]]) -> Mapping[str, dict[str, Any]]:
    """The last word to each question, by claim."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    query = select(feedback).where(feedback.c.claim.in_(numbers)).order_by(feedback.c.id)
    for row in connection.execute(query).mappings():
        found[row["claim"]] |= {name: row[name] for name in ("solved", "rating") if row[name] is not None}
    return found


def _case(row: RowMapping, history: Iterable[Event], corrected: bool, said: Mapping[str, Any]) -> CaseRow:
    decision = json.loads(row["draft"])["decision"]
    settlement = json.loads(row["settlement"] or "null")
    history = tuple(history)
    return CaseRow(
        number=row["number"],
        conversation=row["conversation"],
        created=row["created"],
        status=Status(row["status"]),
        language=row["language"],
        channel=row["channel"],
        sku=row["product"] or row["sku"],
        track=row["track"] or decision["track"],
        by_rule=decision["outcome"] == Outcome.OPEN and history[0].status is Status.NEW,
        reasons=tuple(Reason(reason) for reason in decision["reasons"]),
        offered=tuple(Resolution(one) for one in decision["resolutions"]),
        urgency=row["urgency"],
        history=history,
        settled=Resolution(settlement["resolution"]) if settlement and settlement["approved_by"] else None,
        corrected=corrected,
        solved=said.get("solved"),
        rating=said.get("rating"),
    )


def _said(connection: Connection, begun: Any) -> Mapping[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    query = (
        select(messages.c.conversation, messages.c.body)
        .join(conversations, conversations.c.id == messages.c.conversation)
        .where(begun)
        .order_by(messages.c.conversation, messages.c.position)
    )
    for talk, text in connection.execute(query):
        body = json.loads(text)
        at = datetime.fromisoformat(body["at"])
        found[talk].append(Said(Author(body["author"]), at, bool(body.get("asks")), body.get("claim")))
    return found


def _customers(connection: Connection, begun: Any) -> Mapping[str, frozenset[str]]:
    """What the customer of each talk is known by: the address that they gave, and orders that were found.

    A number that no order has would make one customer of all who mistyped it.
    """
    found: dict[str, set[str | None]] = defaultdict(set)
    for talk, facts in connection.execute(select(conversations.c.id, conversations.c.facts).where(begun)):
        known = json.loads(facts)
        found[talk] |= {known.get("email"), (known.get("order") or {}).get("number")}
    query = (
        select(claims.c.conversation, claims.c.email, claims.c.order_number)
        .join(conversations, conversations.c.id == claims.c.conversation)
        .where(begun, claims.c.email.is_not(None))
    )
    for talk, email, order in connection.execute(query):
        found[talk] |= {email, order}
    return defaultdict(frozenset, {talk: frozenset(n.lower() for n in names if n) for talk, names in found.items()})
