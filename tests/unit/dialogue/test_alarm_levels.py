"""How sure an alarm is: at once, asked about, or none."""

import json
from dataclasses import replace

import pytest

from intake.commands.dialogue import understood_row, understood_words
from intake.dialogue.meaning import WEIGHTS, Meaning, Reading
from intake.dialogue.types import Alarm, Intent, Mood
from intake.dialogue.understand import Understander

LIMITS = {"alarm": 0.8, "alarm_said": 0.4, "alarm_in_doubt": 0.25, "alarm_in_doubt_said": 0.1, "alarm_kind": 0.5}
PLAIN, IN_WORDS = "it makes a strange noise", "my finger is bleeding"


class Fixed(Meaning):
    """Reads the same chance of an alarm from everything."""

    def __init__(self, chance: float) -> None:
        others = ("intent", "annoyed", "upset", "abusive", "legal", "damage", "wish")
        self.limits = (
            LIMITS
            | {"surely_upset": 1.0, "person": 1.0, "person_said": 1.0}
            | dict.fromkeys([*others, *(f"{name}_said" for name in others)], 1.0)
        )
        self._chance = chance

    def read(self, text: str) -> Reading:  # noqa: ARG002
        moods = dict.fromkeys((Mood.ANNOYED, Mood.UPSET, Mood.ABUSIVE), 0.0)
        return Reading({Intent.OTHER: 0.9}, moods, self._chance, dict.fromkeys(Alarm, 0.0), 0.0, {}, {})


@pytest.mark.parametrize(
    ("text", "chance", "level"),
    [
        (PLAIN, 0.24, "no"),
        (PLAIN, 0.25, "in doubt"),
        (PLAIN, 0.79, "in doubt"),
        (PLAIN, 0.8, "yes"),
        (IN_WORDS, 0.09, "no"),
        (IN_WORDS, 0.1, "in doubt"),
        (IN_WORDS, 0.4, "yes"),
    ],
)
def test_three_levels(text: str, chance: float, level: str) -> None:
    said = Understander(Fixed(chance)).understand(text)
    assert (said.alarm, said.alarm_in_doubt) == (level == "yes", level == "in doubt")
    row = understood_row(said)
    assert (row["alarm"], row["alarm_in_doubt"]) == (said.alarm, said.alarm_in_doubt)
    assert f"Alarm: {level}" in understood_words(row)


def test_without_a_classifier_the_words_decide() -> None:
    said = Understander().understand(IN_WORDS)
    assert (said.alarm, said.alarm_in_doubt) == (True, False)


def test_what_is_sure_lies_above_what_is_in_doubt() -> None:
    limits = json.loads(WEIGHTS.with_suffix(".json").read_text("utf-8"))["limits"]
    for said in ("", "_said"):
        assert limits[f"alarm_in_doubt{said}"] <= limits[f"alarm{said}"]


@pytest.mark.parametrize(
    ("text", "damages"),
    [
        ("Does the guarantee cover cases? A wheel is missing on mine.", ("missing_part",)),
        ("Does the guarantee cover a missing wheel?", ()),
        ("I wonder about a missing wheel and the guarantee.", ()),
    ],
)
def test_what_is_stated_beside_a_question_counts(text: str, damages: tuple[str, ...]) -> None:
    class Asking(Fixed):
        def read(self, text: str) -> Reading:
            return replace(super().read(text), intents={Intent.GUARANTEE_QUESTION: 0.9})

    assert Understander(Asking(0.0)).understand(text).damages == damages
