"""What happens to a claim after it was opened. Every change is one transaction with its entry in the history."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, update

from intake.claims.claim_rows import add_event, claim_row, insert_claim, photos_of, read_claim
from intake.claims.database import writing
from intake.claims.model import Claim, Event, Settlement, Status
from intake.claims.moves import ENDS, check_move
from intake.claims.records import DRAFT, SETTLEMENT, read_settlement, search_text, to_json
from intake.claims.tables import claim_photos, claims, conversations
from intake.errors import BadInput, EditConflict, IllegalMove, NotAllowed


class Life:
    """Changes claims of one database.

    `actor` is "customer", "intake" or a staff login, `note` says why, `version` is the one that the caller saw. All
    methods raise `NotFound`, `EditConflict` where somebody was quicker, and `IllegalMove`; then nothing was changed.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def move(self, number: str, to: Status, actor: str, note: str, version: int, kind: str = "moved") -> Claim:
        """Give the claim another status; `kind` is that of the entry in its history.

        Raises `NotAllowed` for accepting what waits for approval.
        """
        with writing(self._engine) as connection:
            row = _seen(connection, number, version)
            settlement = read_settlement(row["settlement"])
            if to is Status.ACCEPTED and settlement and not settlement.approved_by:
                raise NotAllowed("A second person has to approve this.")
            return self._change(connection, row, Event(self._now(), actor, kind, note, to), merged_into=None)

    def assign(self, number: str, to: str | None, actor: str, note: str, version: int) -> Claim:
        """Give the claim to a staff login, or to nobody."""
        with writing(self._engine) as connection:
            row = _seen(connection, number, version)
            kind = "assigned" if to else "released"
            return self._change(connection, row, Event(self._now(), actor, kind, note, about=to or ""), assignee=to)

    def settle(self, number: str, settlement: Settlement, note: str, version: int, limit: float) -> Claim:
        """Keep what the customer gets. Up to `limit` (EUR) the claim is accepted, above it somebody has to approve.

        A replacement counts with the product's value; one that nobody knows is above any limit.
        """
        with writing(self._engine) as connection:
            row = _seen(connection, number, version)
            check_move(Status(row["status"]), Status.ACCEPTED, settlement.proposed_by)
            worth = settlement.amount if settlement.amount is not None else row["value"]
            free = worth is not None and worth <= limit
            settled = replace(settlement, approved_by=settlement.proposed_by if free else None)
            kind, status = ("settled", Status.ACCEPTED) if free else ("approval_wanted", None)
            event = Event(self._now(), settlement.proposed_by, kind, note, status, settlement.resolution)
            return self._change(connection, row, event, settlement=to_json(SETTLEMENT, settled))

    def approve(self, number: str, actor: str, note: str, version: int) -> Claim:
        """Let a settlement take effect. Raises `NotAllowed` for the one who proposed it."""
        with writing(self._engine) as connection:
            row = _seen(connection, number, version)
            settlement = read_settlement(row["settlement"])
            if settlement is None or settlement.approved_by:
                raise IllegalMove(f"Nothing waits for approval in claim {number}.")
            if settlement.proposed_by == actor:
                raise NotAllowed("A second person has to approve this.")
            approved = to_json(SETTLEMENT, replace(settlement, approved_by=actor))
            event = Event(self._now(), actor, "approved", note, Status.ACCEPTED, settlement.resolution)
            return self._change(connection, row, event, settlement=approved)

    def merge(self, number: str, into: str, actor: str, note: str, version: int, into_version: int) -> Claim:
        """Let the claim go on in another one, with its photos and its talk; returns the other one.

        Raises `BadInput` for claims of different customers, and `IllegalMove` for one that has ended, so that two
        people can't merge two claims into each other.
        """
        with writing(self._engine) as connection:
            row, target = _seen(connection, number, version), _seen(connection, into, into_version)
            if number == into or Status(target["status"]) in ENDS:
                raise IllegalMove(f"Claim {number} can't go on in {into}.")
            if row["email"] and target["email"] and row["email"] != target["email"]:
                raise BadInput("These claims belong to different customers.")
            now = self._now()
            gone = Event(now, actor, "merged", note, Status.MERGED, into)
            self._change(connection, row, gone, merged_into=into)
            connection.execute(update(claims).where(claims.c.merged_into == number).values(merged_into=into))
            _move_talk(connection, number, into)
            _add_photos(connection, into, photos_of(connection, number))
            return self._change(connection, target, Event(now, actor, "merged", note, about=number))

    def split(
        self, number: str, photos: Sequence[str], text: str, actor: str, note: str, version: int
    ) -> tuple[Claim, Claim]:
        """Make a second claim about another thing, with copies of these photos and `text` as what was written.

        Returns the first claim, which keeps everything, and the new one, which waits for staff. Raises `BadInput`
        for photos of another claim.
        """
        with writing(self._engine) as connection:
            row = _seen(connection, number, version)
            if not set(photos) <= set(photos_of(connection, number)):
                raise BadInput("These photos belong to another claim.")
            draft = DRAFT.validate_json(row["draft"])
            draft = replace(draft, status=Status.WAITING_FOR_STAFF, photos=tuple(photos), text=text or draft.text)
            made = insert_claim(connection, draft, f"split:{number}:{version}", self._now(), leads_talk=False)
            add_event(connection, made.number, Event(self._now(), actor, "split", note, about=number))
            first = self._change(connection, row, Event(self._now(), actor, "split", note, about=made.number))
            return first, read_claim(connection, claim_row(connection, made.number))

    def add_photos(self, number: str, photos: Sequence[str], actor: str) -> None:
        """Lay more photos into the claim; like a note it disturbs nobody's edit."""
        with writing(self._engine) as connection:
            claim_row(connection, number)
            _add_photos(connection, number, photos)
            add_event(connection, number, Event(self._now(), actor, "photos", str(len(photos))))

    def add_order_number(self, number: str, order: str, actor: str) -> None:
        """Note which order it is about, where that wasn't known; what was decided stays as it is."""
        with writing(self._engine) as connection:
            row = claim_row(connection, number)
            draft = DRAFT.validate_json(row["draft"])
            if draft.facts.order_number is None:
                draft = replace(draft, facts=replace(draft.facts, order_number=order))
                values = {
                    "order_number": order,
                    "search_text": search_text(number, draft),
                    "draft": to_json(DRAFT, draft),
                }
                connection.execute(update(claims).where(claims.c.number == number).values(**values))
                add_event(connection, number, Event(self._now(), actor, "note", f"order: {order}"))

    def note(self, number: str, actor: str, text: str, kind: str = "note") -> None:
        """Add an entry to the claim's history that changes nothing else and disturbs nobody's edit."""
        with writing(self._engine) as connection:
            claim_row(connection, number)
            add_event(connection, number, Event(self._now(), actor, kind, text))

    def _change(self, connection: Connection, row: RowMapping, event: Event, **values: Any) -> Claim:
        number = row["number"]
        if event.status is not None:
            check_move(Status(row["status"]), event.status, event.actor)
            values |= {"status": event.status.value, "closed": event.at if event.status in ENDS else None}
        changed = update(claims).where(claims.c.number == number, claims.c.version == row["version"])
        if connection.execute(changed.values(version=row["version"] + 1, **values)).rowcount != 1:
            raise EditConflict(f"Claim {number} was changed meanwhile.")
        add_event(connection, number, event)
        return read_claim(connection, claim_row(connection, number))


def _seen(connection: Connection, number: str, version: int) -> RowMapping:
    row = claim_row(connection, number)
    if row["version"] != version:
        raise EditConflict(f"Claim {number} was changed meanwhile.")
    return row


def _add_photos(connection: Connection, number: str, photos: Sequence[str]) -> None:
    there = set(photos_of(connection, number))
    for photo in photos:
        if photo not in there:
            connection.execute(insert(claim_photos).values(claim=number, photo=photo))


def _move_talk(connection: Connection, number: str, into: str) -> None:
    """The customer's next message goes to where the case goes on."""
    connection.execute(update(conversations).where(conversations.c.claim == number).values(claim=into))
