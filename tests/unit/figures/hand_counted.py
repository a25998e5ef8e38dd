"""Reads the hand-written set."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from intake.claims.conversation import Author
from intake.claims.counting.case_rows import CaseRow, Said, TalkRow
from intake.claims.deadlines.hours_file import load_limits
from intake.claims.model import Event, Reason, Resolution, Status
from intake.figures.contacts import Contact, contacts
from intake.figures.costs import Costs
from intake.figures.material import Material

BERLIN = ZoneInfo("Europe/Berlin")
SET: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "hand_counted.yaml").read_text(encoding="utf-8"))


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=BERLIN)


def said(text: str) -> Said:
    day, clock, author, *rest = text.split()
    claim = next((word for word in rest if word != "asks"), None)
    return Said(Author(author), at(day, clock), "asks" in rest, claim)


def event(text: str) -> Event:
    day, clock, actor, kind, *rest = text.split()
    status = Status(rest[0]) if rest else None
    return Event(at(day, clock), actor, kind, " ".join(rest[1:]), status)


def talk(row: dict[str, Any]) -> TalkRow:
    messages = tuple(said(text) for text in row["said"])
    return TalkRow(
        row["id"], row.get("language", "de"), row.get("channel", "page"), frozenset(row.get("customer", ())), messages
    )


def case(row: dict[str, Any], talks: dict[str, TalkRow]) -> CaseRow:
    history = tuple(event(text) for text in row["history"])
    own = talks[row["number"].replace("C", "T")]
    return CaseRow(
        number=row["number"],
        conversation=own.id,
        created=history[0].at,
        status=[e.status for e in history if e.status][-1],
        language=own.language,
        channel=own.channel,
        sku=row["sku"],
        track=row.get("track"),
        by_rule=history[0].status is Status.NEW,
        reasons=tuple(Reason(reason) for reason in row.get("reasons", ())),
        offered=tuple(Resolution(one) for one in row.get("offered", ())),
        urgency=row.get("urgency", 0),
        history=history,
        settled=Resolution(row["settled"]) if "settled" in row else None,
        corrected=row.get("corrected", False),
        solved=row.get("solved"),
        rating=row.get("rating"),
    )


def all_contacts() -> tuple[Contact, ...]:
    talks = {row["id"]: talk(row) for row in SET["talks"]}
    return contacts(talks.values(), [case(row, talks) for row in SET["claims"]], at(*SET["now"].split()))


def material() -> Material:
    talks = {row["id"]: talk(row) for row in SET["talks"]}
    cases = (case(row, talks) for row in SET["claims"])
    return Material.of(cases, all_contacts(), load_limits(), Costs.model_validate(SET["costs"]))
