from pathlib import Path

import pytest

from intake.dialogue.understand import Understander
from intake.errors import IntakeError
from intake.labels import TEXTS
from intake.text_evaluation import TextReport, measure_texts

ROWS = """{"text": "I want to talk to a person", "language": "en", "intents": ["talk_to_person"]}
{"text": "Ich möchte einen Menschen sprechen", "language": "de", "intents": ["claim_status"]}
{"text": "My mug is broken", "language": "en", "track": "goodwill"}
"""


def test_texts_are_counted_by_the_intent_that_staff_named(tmp_path: Path) -> None:
    (tmp_path / TEXTS).write_text(ROWS)
    assert measure_texts(tmp_path / TEXTS, Understander()) == TextReport(texts=2, right=1)


def test_without_such_texts_nothing_is_said(tmp_path: Path) -> None:
    assert measure_texts(tmp_path / TEXTS, Understander()) is None
    (tmp_path / TEXTS).write_text(ROWS.splitlines()[-1])
    assert measure_texts(tmp_path / TEXTS, Understander()) is None


@pytest.mark.parametrize("line", ["{", "[]", '{"intents": ["other"]}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / TEXTS).write_text(ROWS + line)
    with pytest.raises(IntakeError, match="line 4"):
        measure_texts(tmp_path / TEXTS, Understander())
