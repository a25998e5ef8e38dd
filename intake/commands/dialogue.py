"""The command that shows what is understood of a customer's words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from intake.bootstrap import build
from intake.commands.files import json_lines
from intake.commands.output import Json, Row, print_rows
from intake.dialogue.types import ANSWERS, Understanding
from intake.errors import IntakeError

app = typer.Typer()


@app.command()
def understand(
    text: Annotated[str, typer.Argument(help="What a customer wrote.")] = "",
    rows: Annotated[Path | None, typer.Option("--from", help="JSON lines with a field `text`.")] = None,
    as_json: Json = False,
) -> None:
    """Says what a customer's message is about: language, intents, mood, alarm and the facts that it states."""
    messages = list(json_lines(rows, "text")) if rows else [{"text": text}]
    if not rows and not text.strip():
        raise IntakeError("Give a message, or JSON lines with --from.")
    understander = build().understander
    understood = (
        understood_row(understander.understand(str(message["text"]), message.get("previous_language")))
        for message in messages
    )
    print_rows(understood, as_json or rows is not None, understood_words)


def understood_row(said: Understanding) -> Row:
    """An understanding as JSON has it; facts that weren't stated are left out."""
    named = [intent for intent in said.intents if intent not in ANSWERS]
    return {
        "language": said.language,
        "intents": [{"intent": intent, "probability": round(said.probabilities.get(intent, 1), 3)} for intent in named],
        "mood": said.mood,
        "alarm": said.alarm,
        "alarm_in_doubt": said.alarm_in_doubt,
        "alarm_kinds": list(said.alarm_kinds),
        "legal": said.legal,
        "facts": dict(_facts(said)),
    }


def _facts(said: Understanding) -> Mapping[str, Any]:
    """One value stands by itself, several of a kind as a list."""
    stated: dict[str, Any] = {
        "order": said.order_number,
        "claim": said.claim_number,
        "email": said.email,
        "phone": said.phone,
        "date": said.date.isoformat() if said.date else None,
        "amount": float(said.amount) if said.amount is not None else None,
        "currency": said.currency,
        "quantity": said.quantity,
        "wish": said.wish,
        "product": _one_or_all(said.products),
        "damage": _one_or_all(said.damages),
    }
    return {name: value for name, value in stated.items() if value is not None}


def _one_or_all(values: tuple[str, ...]) -> str | list[str] | None:
    return list(values) if len(values) > 1 else values[0] if values else None


def _alarm(row: Row) -> str:
    if row["alarm"]:
        return ", ".join(row["alarm_kinds"]) or "yes"
    return "in doubt" if row["alarm_in_doubt"] else "no"


def understood_words(row: Row) -> str:
    """The same for a person to read."""
    intents = ", ".join(f"{said['intent']} ({said['probability']:.2f})" for said in row["intents"])
    lines = {
        "Language": row["language"],
        "Intents": intents or "none",
        "Mood": row["mood"],
        "Alarm": _alarm(row),
        "Legal threat": "yes" if row["legal"] else "no",
        **{name.capitalize(): value for name, value in row["facts"].items()},
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items())
