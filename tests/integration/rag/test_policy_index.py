"""The real store on disk, with an embedding that takes no time."""

from pathlib import Path

import pytest

from intake.errors import ModelUnavailable, PoliciesInvalid
from intake.rag.answer import Knowledge
from intake.rag.documents import Document, load
from intake.rag.index import PolicyIndex
from intake.rag.passages import PASSAGE_LENGTH, cut
from tests.integration.rag.embeddings import OTHER_WORDS, WORDS, HashedWords
from tests.integration.rag.pool import pool_policies


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return pool_policies(tmp_path / "policies")


def document(text: str, title: str = "Title") -> Document:
    return Document("id", title, "", "en", "", text)


def _towels(policies: Path) -> Document:
    return next(document for document in load(policies) if document.id == "towels")


def test_sections_become_passages_with_their_path_of_headings() -> None:
    passages = cut(document("# Title\n\nIntro.\n\n## Part\n\nOne.\n\n### Detail\n\nTwo.\n\nThree."))
    assert [(p.section.heading, p.text) for p in passages] == [
        ("", "Intro."),
        ("Part", "One."),
        ("Part › Detail", "Two.\n\nThree."),
    ]


def test_long_paragraphs_are_cut_at_sentences_and_lose_nothing() -> None:
    text = " ".join(f"Sentence number {number} says little." for number in range(200))
    passages = cut(document(text))
    assert max(len(p.text) for p in passages) <= PASSAGE_LENGTH
    assert all(p.text.endswith("little.") for p in passages)
    assert " ".join(p.text for p in passages) == text


def test_a_word_without_end_is_cut_too() -> None:
    assert "".join(p.text for p in cut(document("x" * 5000))) == "x" * 5000


def test_what_fits_is_found_and_cited_as_it_stands(tmp_path: Path, policies: Path) -> None:
    index = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    best, *others = index.evidence("towels are rented", "en", 3).citations
    assert (best.document, best.title, best.version, best.language) == ("towels", "Towels", "", "en")
    assert best.passage == "Towels are rented for two euros at the entrance of the pool."
    assert 0.0 < best.score <= 1.0
    assert len(others) == 2


def test_a_second_start_embeds_nothing(tmp_path: Path, policies: Path) -> None:
    first = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    before = HashedWords.embedded
    second = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    assert HashedWords.embedded == before
    assert second.evidence("towels", "en", 2).citations == first.evidence("towels", "en", 2).citations


def test_a_changed_word_is_found_after_the_next_start(tmp_path: Path, policies: Path) -> None:
    PolicyIndex.open(tmp_path / "index", policies, WORDS)
    (policies / "towels.md").write_text("# Towels\n\nTowels cost three euros now.")
    index = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    assert index.evidence("towels cost", "en", 1).citations[0].passage == "Towels cost three euros now."


def test_another_embedding_builds_anew(tmp_path: Path, policies: Path) -> None:
    PolicyIndex.open(tmp_path / "index", policies, WORDS)
    before = HashedWords.embedded
    PolicyIndex.open(tmp_path / "index", policies, OTHER_WORDS)
    assert HashedWords.embedded > before


def test_a_document_is_quoted_in_the_askers_language_where_it_has_one(tmp_path: Path, policies: Path) -> None:
    german = "---\nid: towels\nlanguage: de\n---\n# Handtücher\n\nHandtücher kosten zwei Euro."
    (policies / "handtuecher.md").write_text(german)
    index = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    found = {(c.document, c.language) for c in index.evidence("towels are rented", "de", 5).citations}
    assert ("towels", "de") in found
    assert ("towels", "en") not in found
    assert ("hours", "en") in found  # has no German twin


def test_policies_in_one_language_answer_askers_of_another(tmp_path: Path, policies: Path) -> None:
    index = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    assert index.evidence("towels", "de", 1).citations[0].document == "towels"


def test_questions_in_the_askers_language_find_a_policy_of_another(tmp_path: Path, policies: Path) -> None:
    asked = "towels:\n  title:\n    de: [Wo leihe ich Badetücher?]\n"
    (policies / "questions.yaml").write_text(asked.replace("title", cut(_towels(policies))[0].section.anchor))
    index = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    found = index.candidates("Badetücher", "de")
    assert {index.section(candidate)[0]: candidate.words > 0 for candidate in found.candidates} == {
        "hours": False,
        "towels": True,
    }
    assert found.foreign


def test_one_passage_is_enough(tmp_path: Path, policies: Path) -> None:
    (policies / "hours.md").unlink()
    index = PolicyIndex.open(tmp_path / "index", policies, WORDS)
    assert len(index.evidence("towels", "en", 3).citations) == 1
    assert [citation.document for citation in Knowledge(index).ask("towels", "en").considered] == ["towels"]


def test_headings_without_text_are_no_policy(tmp_path: Path, policies: Path) -> None:
    for path in policies.iterdir():
        path.write_text("# Only\n\n## Headings\n")
    with pytest.raises(PoliciesInvalid):
        PolicyIndex.open(tmp_path / "index", policies, WORDS)


@pytest.mark.parametrize("name", ["nothing.here:Class", "json:Missing", "json", ":", "pathlib:Path.nothing"])
def test_an_embedding_that_is_not_there_names_the_remedy(tmp_path: Path, policies: Path, name: str) -> None:
    with pytest.raises(ModelUnavailable, match="module:Class"):
        PolicyIndex.open(tmp_path / "index", policies, name)
