"""What each claim is about, in columns to count and compare by: product, damage, reason, track."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, case, delete, insert, select, update

from intake.claims.database import writing
from intake.claims.deadlines.waits import REPLIED
from intake.claims.model import ClaimDraft, Event, Settlement, Status
from intake.claims.records import DRAFT, EVENT, read_settlement
from intake.claims.tables import claims, events, traits
from intake.vision.types import Damage

SEARCHED = 500  # claims, newest first, that past replies are looked for in
DECIDED = (Status.ACCEPTED, Status.RESOLVED, Status.CLOSED)


@dataclass(frozen=True)
class Traits:
    """Of one claim; "" where it isn't known. Staff's corrections count. `created` is the claim's time, UTC."""

    claim: str
    sku: str
    damage: str
    reason: str
    track: str
    created: datetime


@dataclass(frozen=True)
class PastReply:
    """What staff wrote in a claim, word for word."""

    claim: str
    text: str


@dataclass(frozen=True)
class Decided:
    """How a claim ended that somebody or a rule decided; `settlement` where it was settled."""

    claim: str
    damage: str
    status: Status
    settlement: Settlement | None


class TraitBook:
    """Traits of all claims of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, number: str) -> Traits | None:
        with self._engine.begin() as connection:
            row = connection.execute(select(traits).where(traits.c.claim == number)).mappings().one_or_none()
        return Traits(**row) if row else None

    def correct(self, number: str, **values: str) -> None:
        """Sets `sku`, `damage` or `track` to what staff say they really are."""
        with writing(self._engine) as connection:
            connection.execute(update(traits).where(traits.c.claim == number).values(**values))

    def restore(self, number: str) -> None:
        """Sets everything back to what was known when the claim was opened."""
        with writing(self._engine) as connection:
            opened = select(claims.c.draft, claims.c.created).where(claims.c.number == number)
            for draft, created in connection.execute(opened).all():
                connection.execute(delete(traits).where(traits.c.claim == number))
                note_traits(connection, number, DRAFT.validate_json(draft), created)

    def since(self, start: datetime) -> tuple[Traits, ...]:
        """Of claims made since then whose product and damage are known, newest first."""
        known = (traits.c.created >= start) & (traits.c.sku != "") & (traits.c.damage != "")
        with self._engine.begin() as connection:
            rows = connection.execute(select(traits).where(known).order_by(traits.c.created.desc())).mappings().all()
        return tuple(Traits(**row) for row in rows)

    def decided_alike(self, like: Traits, limit: int) -> tuple[Decided, ...]:
        """Decided claims about the same product, or the same damage where no product is known.

        Those with the same damage first, then the newest.
        """
        same = traits.c.sku == like.sku if like.sku else traits.c.damage == like.damage
        query = (
            select(traits.c.claim, traits.c.damage, claims.c.status, claims.c.settlement)
            .join(claims, claims.c.number == traits.c.claim)
            .where(same, traits.c.claim != like.claim, claims.c.status.in_([status.value for status in DECIDED]))
            .order_by(case((traits.c.damage == like.damage, 0), else_=1), traits.c.created.desc())
            .limit(limit)
        )
        with self._engine.begin() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Decided(number, damage, Status(status), read_settlement(settlement))
            for number, damage, status, settlement in rows
        )

    def replies_alike(self, like: Traits, language: str, limit: int) -> tuple[PastReply, ...]:
        """What staff wrote in the newest claims with the same reason, and the same track where a rule opened them.

        Those with the same damage first, then the newest.
        """
        same = (traits.c.reason == like.reason) & (traits.c.track == like.track) & (traits.c.claim != like.claim)
        newest = (
            select(traits.c.claim, traits.c.damage)
            .join(claims, claims.c.number == traits.c.claim)
            .where(same, claims.c.language == language)
            .order_by(traits.c.created.desc())
            .limit(SEARCHED)
            .subquery()
        )
        query = (
            select(newest.c.claim, events.c.body)
            .join(events, events.c.claim == newest.c.claim)
            .where(events.c.body.contains(f'"kind": "{REPLIED}"', autoescape=True))
            .order_by(case((newest.c.damage == like.damage, 0), else_=1), events.c.id.desc())
            .limit(limit)
        )
        with self._engine.begin() as connection:
            rows = connection.execute(query).all()
        found = [(number, EVENT.validate_json(body)) for number, body in rows]
        return tuple(PastReply(number, event.note) for number, event in found if _is_reply(event))


def note_traits(connection: Connection, number: str, draft: ClaimDraft, created: datetime) -> None:
    """Within the transaction that opens the claim."""
    decision = draft.decision
    values = {
        "sku": draft.facts.product or "",
        "damage": damage_of(draft),
        "reason": decision.reasons[0].value if decision.reasons else "",
        "track": decision.track.value if decision.track else "",
    }
    connection.execute(insert(traits).values(claim=number, created=created, **values))


def damage_of(draft: ClaimDraft) -> str:
    """The damage that was decided on, else the likeliest that is seen, else the first that the words name."""
    seen = draft.facts.observation
    stated: Sequence[Damage] = [damage for damage in draft.facts.stated_damages if damage is not Damage.INTACT]
    if draft.decision.damage:
        return draft.decision.damage.value
    if seen and seen.sees_damage:
        return seen.findings[0].damage.value
    return stated[0].value if stated else ""


def _is_reply(event: Event) -> bool:
    return event.kind == REPLIED and bool(event.note)
