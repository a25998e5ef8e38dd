"""Damages and wishes that only the meaning tells, and those that the words tell as well."""

import pytest

from intake.claims.model import Resolution
from intake.dialogue.meaning import HEATED, Meaning, Reading
from intake.dialogue.types import DAMAGES, TOPICS, WISHES, Alarm, Intent
from intake.dialogue.understand import Understander
from intake.vision.types import Damage

LIMITS = {"damage": 0.7, "damage_said": 0.1, "wish": 0.6, "wish_said": 0.2}
PLAIN = "nobody wants to drink from that mug any more"


class Fixed(Meaning):
    """Reads the same damages and wishes from everything that is reported."""

    def __init__(self, damages: dict[str, float], wishes: dict[str, float], intent: Intent) -> None:
        others = ("intent", "annoyed", "upset", "abusive", "legal", "alarm", "alarm_in_doubt")
        self.limits = (
            LIMITS
            | {"alarm_kind": 1.0, "surely_upset": 1.0, "person": 1.0, "person_said": 1.0}
            | dict.fromkeys([*others, *(f"{o}_said" for o in others)], 1.0)
        )
        self._told = dict.fromkeys(DAMAGES, 0.0) | damages, dict.fromkeys(WISHES, 0.0) | wishes
        self._intent = intent

    def read(self, text: str) -> Reading:  # noqa: ARG002
        intents = dict.fromkeys(TOPICS, 0.0) | {self._intent: 0.9}
        return Reading(intents, dict.fromkeys(HEATED, 0.0), 0.0, dict.fromkeys(Alarm, 0.0), 0.0, *self._told)


def understander(
    damages: dict[str, float] | None = None,
    wishes: dict[str, float] | None = None,
    intent: Intent = Intent.REPORT_DAMAGE,
) -> Understander:
    return Understander(Fixed(damages or {}, wishes or {}, intent))


@pytest.mark.parametrize(
    ("text", "chances", "damages"),
    [
        (PLAIN, {"crack": 0.69}, ()),
        (PLAIN, {"crack": 0.7}, ("crack",)),
        (PLAIN, {"crack": 0.8, "chip": 0.9}, ("chip", "crack")),
        ("the mug has a crack", {"crack": 0.09}, ()),
        ("the mug has a crack", {"crack": 0.1}, ("crack",)),
        ("the mug has a crack", {"crack": 0.1, "stain": 0.95}, ("crack", "stain")),
        ("the mug is broken", {}, ()),
    ],
)
def test_damages(text: str, chances: dict[str, float], damages: tuple[str, ...]) -> None:
    assert understander(chances).understand(text).damages == damages


@pytest.mark.parametrize(
    ("text", "chances", "wish"),
    [
        (PLAIN, {"refund": 0.6}, "refund"),
        (PLAIN, {"refund": 0.9, "replacement": 0.9}, None),
        ("the mug is broken, I want my money back", {"refund": 0.1}, None),
        ("the mug is broken, I want my money back", {"refund": 0.2}, "refund"),
    ],
)
def test_wishes(text: str, chances: dict[str, float], wish: str | None) -> None:
    assert understander(wishes=chances).understand(text).wish == wish


def test_a_wish_in_words_still_answers_where_one_was_asked_for() -> None:
    assert understander().understand("money back").wishes == ("refund",)


def test_what_a_question_speaks_of_is_neither_reported_nor_wished_for() -> None:
    said = understander({"crack": 0.9}, {"refund": 0.9}, Intent.POLICY_QUESTION).understand(PLAIN)
    assert (said.damages, said.wish) == ((), None)


def test_names_are_those_of_damages_and_resolutions() -> None:
    assert set(DAMAGES) == {*Damage} - {Damage.INTACT}
    assert set(WISHES) == {*Resolution}
