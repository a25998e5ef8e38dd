"""Vectors in memory and Chroma's own search tell the same; a warm start needs no Chroma."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from intake.rag import vectors
from intake.rag.vectors import COPY, Vectors, unit
from tests.integration.rag.embeddings import HashedWords

TEXTS = ["towels are rented", "the pool opens at nine", "showers are warm", "the pool is shut", "towels cost two euros"]
STAMP = {"embedding": "words", "content": "five texts"}
SECOND_START = """
import sys
from pathlib import Path
from intake.rag.vectors import Vectors
Vectors.open(Path(sys.argv[1]), None, {"embedding": "words", "content": "five texts"}, [""] * 5)
sys.exit("chromadb" in sys.modules)
"""


def test_more_texts_are_searched_by_chroma_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Vectors.open(tmp_path / "few", HashedWords(), STAMP, TEXTS)
    monkeypatch.setattr(vectors, "WHOLE", 4)
    many = Vectors.open(tmp_path / "many", HashedWords(), STAMP, TEXTS)
    assert not (tmp_path / "many" / COPY).exists()
    asked = unit(np.asarray(HashedWords().embed_query("when are towels rented"), dtype=np.float32))
    (ours, near), (theirs, near_theirs) = few.nearest(asked, 9), many.nearest(asked, 9)
    assert ours[:2].tolist() == theirs[:2].tolist()
    assert dict(zip(ours, near, strict=True)) == pytest.approx(dict(zip(theirs, near_theirs, strict=True)), abs=1e-5)
    assert few.rows([3, 1]) == pytest.approx(many.rows([3, 1]), abs=1e-6)


def test_a_second_start_loads_no_chroma(tmp_path: Path) -> None:
    Vectors.open(tmp_path, HashedWords(), STAMP, TEXTS)
    subprocess.run([sys.executable, "-c", SECOND_START, str(tmp_path)], check=True)


def test_a_broken_or_outdated_copy_is_made_anew(tmp_path: Path) -> None:
    Vectors.open(tmp_path, HashedWords(), STAMP, TEXTS)
    (tmp_path / COPY).write_bytes(b"PK half a file")
    before = HashedWords.embedded
    assert Vectors.open(tmp_path, HashedWords(), STAMP, TEXTS).rows([4]).shape == (1, 64)
    assert HashedWords.embedded == before
    changed = [*TEXTS[:4], "towels are free"]
    Vectors.open(tmp_path, HashedWords(), STAMP | {"content": "changed"}, changed)
    assert HashedWords.embedded == before + 5
