"""The small net that reads messages beside the linear classifiers: learnt, packed, read again."""

from pathlib import Path

import numpy as np
import torch

from intake.dialogue.meaning import Net
from intake.dialogue.types import TOPICS, Intent
from training import net
from training.messages import Example

SIDES = {1: Intent.REPORT_DAMAGE, -1: Intent.THANKS}  # sign of the first dimension


class Embedding:
    id = "eight numbers"

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError


def test_it_learns_from_embeddings_and_is_read_as_it_was_fitted(tmp_path: Path) -> None:
    dense = np.random.default_rng(7).normal(size=(400, 8)).astype(np.float32)
    known = [Example("", (SIDES[int(np.sign(row[0]))].value,), damages=(), wishes=()) for row in dense]
    fitted = net.fit(dense, known)
    net.save(tmp_path / "net.npz", fitted, Embedding.id)
    read = Net.load(tmp_path / "net.npz", Embedding())
    odds = np.stack([read.scores(row) for row in dense])
    told = [TOPICS[place] for place in odds[:, : len(TOPICS)].argmax(axis=1)]
    right = [topic.value in example.intents for topic, example in zip(told, known, strict=True)]
    assert np.mean(right) > 0.9  # by chance 0.5
    with torch.no_grad():
        exact = fitted(torch.from_numpy(dense)).numpy()
    assert np.corrcoef(odds.ravel(), exact.ravel())[0, 1] > 0.99  # five bits a weight
