"""Texts that staff answer with: complete in both languages, and no placeholder goes out unfilled."""

import shutil
from pathlib import Path

import pytest

from intake.claims.model import Reason, Resolution, Track
from intake.dialogue.voice import Voice
from intake.errors import AnswersInvalid, PlaceholderUnfilled
from intake.staff.answers import FOLDER, Answers, filled


@pytest.mark.parametrize("address", ["Sie", "Du"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_track_and_resolution_has_a_text(language: str, address: str) -> None:
    answers = Answers.load(voice=Voice.model_validate({"shop": "Laden", "address": address}))
    keys = [f"next.{reason}" for reason in Reason] + [f"next.track.{track}" for track in Track]
    for key in keys + [f"settled.{resolution}" for resolution in Resolution]:
        assert answers.say(key, language, {"number": "K7M-4PQ-9X"})
    for kind in ("request", "block"):
        labels = answers.labels(kind, language)
        assert labels
        assert not any(label.startswith(kind) for label in labels.values())


def test_a_value_that_is_not_known_stays_to_be_seen_and_is_not_sent() -> None:
    text = Answers.load().say("settled.spare_part", "en", {"number": "K7M-4PQ-9X", "product": "Mug"})
    assert "K7M-4PQ-9X" in text
    assert "{part}" in text
    with pytest.raises(PlaceholderUnfilled) as raised:
        filled(text, {"number": "K7M-4PQ-9X"})
    assert raised.value.values == {"placeholder": "{part}"}
    assert filled("Claim {number}", {"number": "K7M-4PQ-9X"}) == "Claim K7M-4PQ-9X"


def test_an_unknown_placeholder_is_named_with_its_key(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    shutil.copytree(FOLDER, folder)
    for language in ("de", "en"):
        (folder / f"shop.{language}.yaml").write_text("block.keep: Keep {produkt}, please.\n", encoding="utf-8")
    with pytest.raises(AnswersInvalid, match=r"block\.keep has the unknown placeholder \{produkt\}"):
        Answers.load(folder)
    with pytest.raises(AnswersInvalid, match="missing"):
        Answers.load(tmp_path / "missing")
