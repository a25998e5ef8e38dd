from pathlib import Path

import pytest

from intake.errors import PoliciesInvalid
from intake.rag.documents import content_hash, load

ENGLISH = "# Opening hours\n\nThe library is open every day from nine in the morning until eight in the evening."
GERMAN = "# Öffnungszeiten\n\nDie Bücherei ist jeden Tag von neun Uhr morgens bis acht Uhr abends geöffnet."


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path = path.with_name(path.name + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_front_matter_is_read_and_taken_off(tmp_path: Path) -> None:
    front = '---\nid: hours\ntitle: Hours\nversion: "2026-07"\nlanguage: en\ntrack: warranty\n---\n'
    (document,) = load(write(tmp_path, a=front + ENGLISH))
    assert (document.id, document.title, document.version) == ("hours", "Hours", "2026-07")
    assert (document.language, document.track) == ("en", "warranty")
    assert document.text == ENGLISH


def test_without_front_matter_everything_is_found_in_the_file(tmp_path: Path) -> None:
    documents = load(write(tmp_path, de__hours=GERMAN, en__hours=ENGLISH))
    assert [(d.id, d.title, d.language, d.version) for d in documents] == [
        ("hours", "Öffnungszeiten", "de", ""),
        ("hours", "Opening hours", "en", ""),
    ]


def test_a_text_without_any_heading_is_named_after_its_file(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path, hours="We are open all day, every day of the year."))
    assert document.title == "hours"


def test_equal_ids_in_one_language_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    documents = load(write(tmp_path, shop__hours=ENGLISH, cafe__hours=ENGLISH))
    assert {d.id for d in documents} == {"shop/hours", "cafe/hours"}


def test_a_horizontal_rule_is_no_front_matter(tmp_path: Path) -> None:
    (document,) = load(write(tmp_path, hours=ENGLISH + "\n\n---\n\nClosed at Christmas."))
    assert "Closed at Christmas." in document.text


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(
        b"\xef\xbb\xbf---\r\nid: hours\r\nlanguage: en\r\n---\r\n# Hours\r\n\r\nAlways.\r\n"
    )
    (document,) = load(tmp_path)
    assert (document.id, document.title) == ("hours", "Hours")


@pytest.mark.parametrize("front", ["a: [1", "- only\n- a list", "just words"])
def test_bad_front_matter_names_the_file(tmp_path: Path, front: str) -> None:
    write(tmp_path, broken=f"---\n{front}\n---\n{ENGLISH}")
    with pytest.raises(PoliciesInvalid, match=r"broken\.md"):
        load(tmp_path)


def test_other_encodings_name_the_file_and_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes("Rückgabe".encode("latin-1"))
    with pytest.raises(PoliciesInvalid, match=r"latin\.md.*UTF-8"):
        load(tmp_path)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(PoliciesInvalid, match="nowhere"):
        load(tmp_path / "nowhere")


def test_folder_without_any_text(tmp_path: Path) -> None:
    with pytest.raises(PoliciesInvalid, match="no policy text"):
        load(write(tmp_path, empty="  \n", other="---\nid: x\n---\n"))


def test_the_hash_changes_with_a_word_and_not_with_time(tmp_path: Path) -> None:
    write(tmp_path, hours=ENGLISH)
    before = content_hash(load(tmp_path))
    (tmp_path / "hours.md").touch()
    assert content_hash(load(tmp_path)) == before
    write(tmp_path, hours=ENGLISH.replace("nine", "ten"))
    assert content_hash(load(tmp_path)) != before
