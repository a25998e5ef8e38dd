"""What Word and PDF files say is converted once, and again when anything about them changed."""

import json
import shutil
from pathlib import Path

import pytest

from intake.errors import PoliciesInvalid
from intake.rag.documents import load

POLICIES = Path(__file__).resolve().parents[3] / "policies" / "en"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    folder.mkdir()
    for file in (*POLICIES.glob("*.pdf*"), *POLICIES.glob("*.docx*")):
        shutil.copy(file, folder)
    return folder


@pytest.fixture
def converted(tmp_path: Path) -> Path:
    return tmp_path / "index" / "converted.json"


def test_what_was_converted_is_read_as_it_was(policies: Path, converted: Path) -> None:
    assert load(policies, converted) == load(policies, converted) == load(policies)


def test_nothing_is_converted_twice(policies: Path, converted: Path) -> None:
    load(policies, converted)
    kept = json.loads(converted.read_text(encoding="utf-8"))
    assert len(kept) == 3
    for content in kept.values():
        content["markdown"] = "# Kept\n\nThis was kept."
    converted.write_text(json.dumps(kept), encoding="utf-8")
    assert {document.text for document in load(policies, converted)} == {"# Kept\n\nThis was kept."}


def test_a_changed_file_is_converted_anew(policies: Path, converted: Path) -> None:
    before = load(policies, converted)
    shutil.copy(policies / "business.docx", policies / "payment-gift-cards.docx")
    after = load(policies, converted)
    assert {document.text for document in after} < {document.text for document in before}
    assert len(json.loads(converted.read_text(encoding="utf-8"))) == 3  # what is gone is not kept


def test_changed_metadata_count_at_once(policies: Path, converted: Path) -> None:
    load(policies, converted)
    beside = policies / "business.docx.yaml"
    beside.write_text(beside.read_text(encoding="utf-8").replace("version:", "version: v9 #"), encoding="utf-8")
    assert "v9" in {document.version for document in load(policies, converted)}


def test_a_broken_note_and_a_broken_document(policies: Path, converted: Path) -> None:
    load(policies, converted)
    converted.write_text("[half", encoding="utf-8")
    assert load(policies, converted) == load(policies)
    (policies / "business.docx").write_bytes(b"no archive")
    with pytest.raises(PoliciesInvalid, match=r"business\.docx"):
        load(policies, converted)
