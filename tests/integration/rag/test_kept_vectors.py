"""Vectors that lie beside policies are used; what doesn't lie there is embedded."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from intake.__main__ import app
from intake.errors import PoliciesInvalid
from intake.rag.contents import Contents
from intake.rag.embedding import open_embedding
from intake.rag.index import PolicyIndex
from intake.rag.kept_vectors import FILE, KeptVectors
from intake.rag.vectors import as_question
from tests.integration.rag.embeddings import OTHER_WORDS, WORDS, HashedWords
from tests.integration.rag.pool import pool_policies

POLICIES = Path(__file__).resolve().parents[3] / "policies"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    folder = pool_policies(tmp_path / "policies")
    KeptVectors(folder / FILE, *open_embedding(WORDS)).keep(Contents.read(folder).texts)
    return folder


def test_a_first_start_embeds_nothing_where_the_vectors_are_there(tmp_path: Path, policies: Path) -> None:
    before = HashedWords.embedded
    index = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    assert HashedWords.embedded == before
    assert index.evidence("towels are rented", "en", 1).citations[0].document == "towels"


def test_only_what_is_new_is_embedded(tmp_path: Path, policies: Path) -> None:
    (policies / "showers.md").write_text("# Showers\n\nShowers are warm.")
    before = HashedWords.embedded
    index = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    assert HashedWords.embedded == before + 1
    assert index.evidence("showers are warm", "en", 1).citations[0].document == "showers"


def test_vectors_of_another_embedding_do_not_count(policies: Path) -> None:
    texts = Contents.read(policies).texts
    assert KeptVectors(policies / FILE, *open_embedding(OTHER_WORDS)).missing(texts) == texts
    assert KeptVectors(policies / FILE, *open_embedding(WORDS)).missing(texts) == []


def test_questions_are_embedded_as_messages_are(tmp_path: Path) -> None:
    class TwoSides(HashedWords):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[0.0, 1.0] for _ in texts]

        def embed_query(self, text: str) -> list[float]:
            return [1.0, float(len(text))]

    vectors = KeptVectors(tmp_path / FILE, "two sides", TwoSides())
    texts = ["Passage.", as_question("How long?"), as_question("Passage.")]
    expected = [[0.0, 1.0], [1.0, 9.0], [1.0, 8.0]]
    assert vectors.embed_documents(texts) == expected
    vectors.keep(texts)
    assert KeptVectors(tmp_path / FILE, "two sides", TwoSides()).missing(texts) == []


def test_a_broken_file_names_the_remedy(tmp_path: Path, policies: Path) -> None:
    (policies / FILE).write_bytes((policies / FILE).read_bytes()[:200])
    with pytest.raises(PoliciesInvalid, match="policies embed"):
        PolicyIndex.open(tmp_path / "index", policies, WORDS)


def test_the_command_keeps_what_is_there_and_drops_what_is_gone(
    policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_EMBEDDING", WORDS)
    gone = Contents.read(policies).entries[0].text
    (policies / "hours.md").write_text("# Hours\n\nThe pool is shut.")
    done = CliRunner().invoke(app, ["policies", "embed", str(policies)])
    assert done.exit_code == 0, done.output
    assert "1 of them new" in done.output
    assert KeptVectors(policies / FILE, *open_embedding(WORDS)).missing([gone]) == [gone]


def test_set_up_makes_the_vectors_of_the_demo_shop(tmp_path: Path) -> None:
    """`make run` and `make test` write them; without the file a first start takes minutes."""
    texts = Contents.read(POLICIES).texts
    name, embedding = open_embedding("")
    kept = KeptVectors(POLICIES / FILE, name, embedding)
    assert not kept.missing(texts), "Run `make policies/vectors.npz`."
    some = [texts[0], texts[len(texts) // 2], texts[-1]]
    anew = KeptVectors(tmp_path / FILE, name, embedding).embed_documents(some)
    likeness = np.sum(np.multiply(kept.embed_documents(some), anew), axis=1)
    assert likeness == pytest.approx(1, abs=1e-3), "Delete policies/vectors.npz, then run `make policies/vectors.npz`."
