"""The document that a quotation leads to."""

from datetime import date

import pytest

from intake.errors import NotFound
from intake.rag.documents import Document
from intake.rag.passages import cut
from intake.rag.reading import policy_text

TODAY = date(2026, 11, 20)
TEXT = "# Guarantee\n\nBefore all.\n\n## Length {#length}\n\nThree years.\n"


def document(version: str, language: str, begin: date, text: str = TEXT) -> Document:
    return Document("guarantee", "Guarantee", version, language, "", text, begin, source=f"{language}/guarantee.md")


OLD = document("1", "en", date(2025, 1, 1), "# Guarantee\n\n## Length {#length}\n\nTwo years.\n")
NEW_EN, NEW_DE = document("2", "en", date(2026, 1, 1)), document("2", "de", date(2026, 1, 1))
ALL = [OLD, NEW_DE, NEW_EN]


def test_the_quoted_version_is_shown_even_when_it_is_no_longer_in_force() -> None:
    shown = policy_text(ALL, "guarantee", "en", "1", TODAY)
    assert (shown.version, shown.sections[-1].text) == ("1", "Two years.")
    assert shown.languages == ("en",)


def test_every_quotation_finds_its_section() -> None:
    for passage in (passage for one in ALL for passage in cut(one)):
        citation = passage.cite(1.0)
        shown = policy_text(ALL, citation.document, citation.language, citation.version, TODAY)
        assert any(section.anchor == citation.anchor and citation.passage in section.text for section in shown.sections)


@pytest.mark.parametrize(("version", "language"), [("", "en"), ("9", "fr")])
def test_without_such_a_version_or_language_the_one_in_force_is_shown(version: str, language: str) -> None:
    shown = policy_text(ALL, "guarantee", language, version, TODAY)
    assert shown.version == "2"
    assert shown.languages == ("de", "en")


def test_an_unknown_document_is_not_found() -> None:
    with pytest.raises(NotFound):
        policy_text(ALL, "../../etc/passwd", "en", "", TODAY)
