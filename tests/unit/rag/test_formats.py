"""Policy files other than Markdown, as they come from offices."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from intake.errors import PoliciesInvalid
from intake.rag.documents import Document, in_force, load
from intake.rag.passages import sections

BESIDE = 'id: hours\ntitle: Hours\nversion: "3"\nvalid_from: 2026-01-01\nlanguage: en\n'
HTML = """<!doctype html><html lang="en"><head><title>Hours</title><style>p {color: red}</style></head><body>
<h1>Hours</h1><h2 id="week">Week days</h2><p>Open from <b>nine</b> to six.</p>
<h2><a id="sunday"></a>Sunday</h2><ul><li>closed</li><li>no calls</li></ul></body></html>"""


def test_html_keeps_headings_anchors_and_text(tmp_path: Path) -> None:
    (tmp_path / "hours.html").write_text(HTML)
    (tmp_path / "hours.html.yaml").write_text(BESIDE)
    (document,) = load(tmp_path)
    assert (document.id, document.version, document.valid_from) == ("hours", "3", date(2026, 1, 1))
    week, sunday = sections(document)
    assert (week.anchor, week.heading, sunday.anchor) == ("week", "Week days", "sunday")
    assert "nine" in week.text
    assert "no calls" in sunday.text
    assert "color" not in document.text


def test_what_only_looks_like_word_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK no zip at all")
    with pytest.raises(PoliciesInvalid, match=r"broken\.docx.*Word"):
        load(tmp_path)


def test_an_archive_without_a_document_names_the_file(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "empty.docx", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(PoliciesInvalid, match=r"empty\.docx"):
        load(tmp_path)


def test_what_only_looks_like_a_pdf_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 torn off")
    with pytest.raises(PoliciesInvalid, match=r"broken\.pdf.*PDF"):
        load(tmp_path)


def test_metadata_beside_a_file_that_are_no_mapping_name_it(tmp_path: Path) -> None:
    (tmp_path / "hours.html").write_text(HTML)
    (tmp_path / "hours.html.yaml").write_text("- a list")
    with pytest.raises(PoliciesInvalid, match=r"hours\.html\.yaml"):
        load(tmp_path)


def test_a_day_that_is_none_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "hours.md").write_text("---\nvalid_from: soon\n---\n# Hours\n\nNine to six, every day of the week.")
    with pytest.raises(PoliciesInvalid, match=r"hours\.md.*valid_from.*soon"):
        load(tmp_path)


def version(start: date | None, until: date | None = None, language: str = "en") -> Document:
    return Document("hours", "Hours", str(start), language, "", "Open.", start, until)


FIRST, SECOND = version(date(2025, 1, 1), date(2025, 12, 31)), version(date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("on", "quoted"),
    [
        (date(2024, 5, 1), [FIRST]),  # before the first version there is none that fits better
        (date(2025, 1, 1), [FIRST]),
        (date(2025, 12, 31), [FIRST]),
        (date(2026, 1, 1), [SECOND]),
        (date(2026, 6, 30), [SECOND]),
        (date(2026, 7, 1), []),
    ],
)
def test_the_version_in_force_on_a_day(on: date, quoted: list[Document]) -> None:
    assert list(in_force([SECOND, FIRST], on)) == quoted


def test_an_old_translation_is_not_in_force_beside_the_new_original() -> None:
    new, old = version(date(2026, 1, 1), language="de"), version(date(2025, 1, 1), language="en")
    assert list(in_force([new, old], date(2026, 3, 1))) == [new]
