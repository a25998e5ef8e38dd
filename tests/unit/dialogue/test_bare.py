"""Bare reports tell of no danger, however sharp the word; whatever says more is read as before."""

import json
from pathlib import Path

import pytest

from intake.dialogue.meaning import HEATED, Meaning, Reading
from intake.dialogue.types import DAMAGES, TOPICS, WISHES, Alarm, Intent, Mood
from intake.dialogue.understand import Understander

WRITTEN = Path(__file__).parents[3] / "training" / "texts" / "messages.jsonl"


class Alarmed(Meaning):
    """Reads danger, anger and a threat from everything, and a wrong item."""

    def __init__(self, intent: Intent = Intent.REPORT_DAMAGE) -> None:
        names = ("intent", "annoyed", "upset", "abusive", "legal", "alarm", "alarm_in_doubt", "damage", "wish")
        self.limits = {"alarm_kind": 0.5, "surely_upset": 1.0, "person": 1.0, "person_said": 1.0} | {
            key: 0.5 for name in names for key in (name, f"{name}_said")
        }
        self._intents = dict.fromkeys(TOPICS, 0.0) | {intent: 0.9}

    def read(self, text: str) -> Reading:  # noqa: ARG002
        moods, alarms = dict.fromkeys(HEATED, 1.0), dict.fromkeys(Alarm, 1.0)
        damages = dict.fromkeys(DAMAGES, 0.0) | {"wrong_item": 1.0}
        return Reading(self._intents, moods, 1.0, alarms, 1.0, damages, dict.fromkeys(WISHES, 0.0))


@pytest.mark.parametrize(
    "text",
    [
        "chipped on the rim",
        "two things: a mug is chipped and a glass is smashed to bits, replacement pls",
        "das Glas in Scherben",
        "Becher: am Henkel is a Stückl abgeplatzt",
        "die rauchgraue Vase",
        "zersplittert!!",
        "zerbrochen, lauter scherben",
        "Stuhl: ein Bein ist gebrochen",
    ],
)
def test_a_bare_report_is_calm(text: str) -> None:
    said = Understander(Alarmed()).understand(text)
    assert (said.alarm, said.alarm_in_doubt, said.alarm_kinds, said.legal, said.mood) == (
        False,
        False,
        (),
        False,
        Mood.CALM,
    )


@pytest.mark.parametrize(
    "text",
    [
        "chipped on the rim, my lip is cut",
        "Scherben in der Suppe",
        "Lampe verschmort",
        "my leg is broken",
        "Fuß gebrochen",
        "I broke a leg of mine on the chair",
        "Glas kaputt, Kind",
        "my finger is bleeding",
    ],
)
def test_whatever_says_more_is_read_as_before(text: str) -> None:
    assert Understander(Alarmed()).understand(text).alarm


def test_no_message_that_is_known_to_tell_of_danger_or_anger_is_bare() -> None:
    rows = [json.loads(line) for line in WRITTEN.read_text("utf-8").splitlines()]
    heated = [row["text"] for row in rows if row["alarm_kinds"] or row["legal"] or row["mood"] in ("upset", "abusive")]
    understander = Understander(Alarmed())
    assert len(heated) > 1000
    assert [text for text in heated if not understander.understand(text).alarm] == []


def test_a_wrong_item_is_said_in_words_or_told_by_the_intent() -> None:
    assert Understander(Alarmed()).understand("the lid has a story of its own").damages == ()
    assert Understander(Alarmed(Intent.WRONG_OR_MISSING)).understand("nothing like what I chose").damages == (
        "wrong_item",
    )
