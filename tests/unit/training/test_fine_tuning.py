"""The fine-tuned reading: learnt, packed, read again."""

from pathlib import Path

import numpy as np
import pytest
import torch

from intake.dialogue.fine_tuned import FineTuned, save
from intake.dialogue.types import TOPICS, Intent
from intake.e5.query_side import ID, changed, query_side
from training import fine_tuning
from training.embedding.tower import Tower
from training.messages import Example

TEXTS = {
    Intent.REPORT_DAMAGE: ["Der Becher hat einen Sprung", "my lamp arrived dented", "Die Vase ist zerbrochen"],
    Intent.TALK_TO_PERSON: ["Ich möchte mit jemandem sprechen", "get me a human", "Geben Sie mir einen Mitarbeiter"],
}


def test_what_is_learnt_is_read_as_it_was_fitted(tmp_path: Path) -> None:
    known = [Example(text, (intent.value,), damages=(), wishes=()) for intent, texts in TEXTS.items() for text in texts]
    adapter, head = fine_tuning.fit(known * 8, epochs=4)
    save(tmp_path / "fine_tuned.npz", ID, adapter, head)
    exact = FineTuned(query_side(), adapter, head)
    packed = FineTuned.load(query_side(), ID, tmp_path / "fine_tuned.npz")
    odds = [packed.scores(example.text) for example in known]
    told = [TOPICS[int(row[: len(TOPICS)].argmax())].value for row in odds]
    assert told == [example.intents[0] for example in known]
    likeness = np.corrcoef(np.ravel(odds), np.ravel([exact.scores(example.text) for example in known]))
    assert likeness[0, 1] > 0.99  # five bits a weight


def test_adapter_and_head_are_served_as_they_learn() -> None:
    torch.manual_seed(3)
    tower, text = Tower(changed()), "Die Tasse hat einen Sprung, und der Henkel ist ab"
    adapters = fine_tuning.adapt(tower)
    head = fine_tuning.LabelAttention(tower.width, 5).eval()
    with torch.no_grad():
        for part in [*(adapter.up for adapter in adapters), *head.parameters()]:
            part.copy_(0.05 * torch.randn(part.shape))
        odds = head(*tower.states([text])).numpy()[0]
    served = FineTuned(query_side(), fine_tuning.kept(adapters), head.kept()).scores(text)
    assert served == pytest.approx(odds, abs=0.1 * float(np.abs(odds).max()))
