from pathlib import Path

import numpy as np
import pytest

from intake.vision.bulk import RayEmbedder
from intake.vision.embedding import Embedder
from intake.vision.encoder import Encoder
from intake.vision.picture_rows import BATCH

PICTURES = sorted(str(file) for file in (Path(__file__).parents[2] / "product_images").rglob("*.jpg"))


@pytest.mark.filterwarnings("default")  # Ray warns of what it will change in itself
def test_a_cluster_of_two_sees_what_one_machine_sees(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    pictures = [*PICTURES[: BATCH + 8], str(broken)]
    here = Embedder(Encoder())
    alone = {path: row for start in (0, BATCH) for path, row in here(pictures[start : start + BATCH]).items()}
    cluster = RayEmbedder(Encoder(), workers=2)
    try:
        together = cluster(pictures)
    finally:
        cluster.close()
    assert together.keys() == alone.keys()
    assert cluster.refused == here.refused
    for path, row in alone.items():
        np.testing.assert_allclose(together[path], row, atol=2e-3)  # one step of half precision at 1
