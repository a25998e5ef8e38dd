"""The commands as a person or a script calls them, with the real model on committed photos."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = ROOT / "tests" / "photos"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def intake(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "intake", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"INTAKE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_look_reads_photos_in_order_and_names_a_bad_one(data: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    rows = tmp_path / "photos.csv"
    good = [PHOTOS / "stool-oak-01.jpg", PHOTOS / "mug-fern-00.jpg"]
    rows.write_text(f"file\n{good[0]}\nbroken.jpg\n{good[1]}\n")
    done = intake(data, "look", "--from", rows)
    assert done.returncode == 1
    assert "broken.jpg" in done.stderr
    first, bad, last = (json.loads(line) for line in done.stdout.splitlines())
    assert "error" in bad
    for seen, sku in ((first, "STOOL-OAK"), (last, "MUG-FERN")):
        scores = [product["score"] for product in seen["products"]]
        assert scores == sorted(scores, reverse=True)
        assert sku in [product["sku"] for product in seen["products"][:3]]
        assert {"type", "probability"} == set(seen["damages"][0])
        assert 0 <= seen["damaged"] <= 1
        assert seen["quality"]["usable"]


def test_look_takes_another_catalogue(data: Path, tmp_path: Path) -> None:
    lines = ["sku,title,description,category,image"]
    for sku in ("STOOL-OAK", "PHONE-ONYX"):
        lines.append(f"{sku},{sku},,,{ROOT / 'product_images' / sku / '1.jpg'}")
    catalogue = tmp_path / "shop.csv"
    catalogue.write_text("\n".join(lines))
    done = intake(data, "look", PHOTOS / "stool-oak-00.jpg", "--catalogue", catalogue, "--json")
    seen = json.loads(done.stdout)
    assert [product["sku"] for product in seen["products"]] == ["STOOL-OAK", "PHONE-ONYX"]
    assert not seen["product_sure"]


def test_claim_prints_decision_and_claim(data: Path) -> None:
    photo = PHOTOS / "mug-dots-10.jpg"
    done = intake(data, "claim", photo, "--text", "Ich möchte mit einem Menschen sprechen", "--order", "1042", "--json")
    result = json.loads(done.stdout)
    assert result["decision"]["outcome"] == "escalate"
    assert result["decision"]["reasons"] == ["asked_for_person"]
    assert result["claim"]["status"] == "waiting_for_staff"


def test_a_claim_without_an_order_waits_for_it(data: Path) -> None:
    done = intake(data, "claim", PHOTOS / "mug-dots-14.jpg", "--text", "My mug has a crack.", "--json")
    result = json.loads(done.stdout)
    assert (result["decision"]["outcome"], result["decision"]["missing"]) == ("ask", "order")
    assert result["claim"] is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("look",), "at least one photo"),
        (("look", "/nowhere/a.jpg"), "a.jpg"),
        (("look", str(PHOTOS / "mug-dots-06.jpg"), "--catalogue", "/nowhere/shop.csv"), "shop.csv"),
        (("look", "--from", "/nowhere/rows.csv"), "rows.csv"),
        (("ask", ""), "question"),
        (("ask", "Wann?", "--policies", "/nowhere"), "/nowhere"),
        (("claim", "/nowhere/a.jpg", "--text", "kaputt"), "a.jpg"),
        (("evaluate", "/nowhere/labels.csv"), "labels.csv"),
        (("report", "--week", "2026-99"), "2026-47"),
        (("report", "--language", "fr"), "de, en"),
        (("unknown",), "unknown"),
    ],
)
def test_errors_are_sentences_on_standard_error(data: Path, arguments: tuple[str, ...], told: str) -> None:
    done = intake(data, *arguments)
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_demo_opens_a_claim_and_is_printed_for_a_person(tmp_path: Path) -> None:
    first, again = intake(tmp_path, "demo"), intake(tmp_path, "demo", "--json")
    assert "decision: open" in first.stdout, first.stderr
    assert json.loads(again.stdout)["claim"]["number"] in first.stdout


def test_ask_quotes_and_admits(data: Path, tmp_path: Path) -> None:
    rows = tmp_path / "questions.jsonl"
    questions = ["Wie lange habe ich Zeit für den Widerruf?", "Wer hat die Weltmeisterschaft 1974 gewonnen?"]
    rows.write_text("\n".join(json.dumps({"question": q}) for q in questions))
    done = intake(data, "ask", "--from", rows)
    known, unknown = (json.loads(line) for line in done.stdout.splitlines())
    assert known["covered"]
    assert known["citations"][0]["document"] == "withdrawal"
    assert known["citations"][0]["language"] == "de"
    assert {"document", "section", "version", "passage", "score"} <= set(known["citations"][0])
    assert (unknown["covered"], unknown["answer"]) == (False, "")
