import json

import pytest

from intake.chat.assistant import Assistant
from intake.chat.masking import masked
from intake.vision.types import Damage

PASSAGE = "You may return goods within 14 days of delivery."
MESSAGE = "the handle came off, order 10427, write to kim@example.org"


class Says:
    """A model that always says the same and remembers what it was told."""

    def __init__(self, said: str | None) -> None:
        self.said, self.told = said, ""

    def say(self, instruction: str, data: str) -> str | None:
        self.told = f"{instruction}\n{data}"
        return self.said


@pytest.mark.parametrize("said", [None, "", "NONE", "Your refund is approved.", "You may return goods. " * 5])
def test_only_a_supported_wording_is_used(said: str | None) -> None:
    assert Assistant(Says(said)).phrase("how long?", [PASSAGE], "en") == ""


def test_a_supported_wording_is_used() -> None:
    assert Assistant(Says("You may return goods within 14 days.")).phrase("how long?", [PASSAGE], "en")


def test_a_suggestion_needs_words_that_were_said() -> None:
    said = [{"damage": "missing_part", "words": "The handle  came off"}, {"damage": "burn", "words": "it burnt"}]
    assert Assistant(Says(f"Sure: {json.dumps(said)}")).suggest(MESSAGE) == (Damage.MISSING_PART,)


@pytest.mark.parametrize(
    "said",
    [
        None,
        "none of them",
        "[not json]",
        '[{"damage": "exploded", "words": "handle"}]',
        '[{"damage": "crack", "words": ""}]',
        '[{"damage": "intact", "words": "the handle came off"}]',
    ],
)
def test_nonsense_suggests_nothing(said: str | None) -> None:
    assert Assistant(Says(said)).suggest(MESSAGE) == ()


def test_what_identifies_somebody_does_not_leave() -> None:
    model = Says(None)
    assistant = Assistant(model)
    for ask in (
        lambda: assistant.suggest(MESSAGE),
        lambda: assistant.phrase(MESSAGE, [PASSAGE], "en"),
        lambda: assistant.digest([("customer", MESSAGE)], "en"),
    ):
        ask()
        assert "handle" in model.told
        assert "10427" not in model.told
        assert "kim@example.org" not in model.told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("call +49 30 123456", "call [number]"),
        ("claim K7M-4PQ-9X", "claim [number]"),
        ("see https://example.org/a?b=c", "see [link]"),
        ("2 mugs, 14 days, 19,90", "2 mugs, 14 days, 19,90"),
    ],
)
def test_masking_keeps_what_the_case_is_about(text: str, left: str) -> None:
    assert masked(text) == left


def test_a_digest_that_is_too_long_is_left_out() -> None:
    assert Assistant(Says("word " * 400)).digest([("customer", "hello")], "en") == ""
