"""A folder of policies with one thing wrong at a time."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from intake.rag.check import Problem, check
from intake.rag.numbers import numbers

TODAY = date(2026, 11, 22)
POLICIES = Path(__file__).resolve().parents[3] / "policies"
GERMAN = "# Rückgabe\n\n## Frist {#period}\n\nSie haben vierzehn Tage Zeit. Das kostet 4,90 Euro bis 18 Uhr."
ENGLISH = "# Returns\n\n## Period {#period}\n\nYou have 14 days. It costs 4.90 euros until 6 pm."


def write(folder: Path, name: str, text: str, **stated: str) -> None:
    front = {"id": "returns", "version": "1", "valid_from": "2026-01-01", **stated}
    lines = "".join(f"{key}: {value}\n" for key, value in front.items() if value)
    (folder / name).write_text(f"---\n{lines}---\n{text}\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "de.md", GERMAN, language="de")
    write(tmp_path, "en.md", ENGLISH, language="en")
    return tmp_path


def only(folder: Path) -> Problem:
    (problem,) = check(folder, TODAY)
    return problem


def test_words_digits_and_clocks_of_both_languages_are_alike(folder: Path) -> None:
    assert check(folder, TODAY) == []


def test_the_demo_shop_contradicts_itself_nowhere() -> None:
    assert check(POLICIES, TODAY) == []


def test_a_period_that_differs_is_named_with_both_numbers(folder: Path) -> None:
    write(folder, "en.md", ENGLISH.replace("14 days", "30 days"), language="en")
    problem = only(folder)
    assert (problem.kind, problem.document, problem.section) == ("numbers", "returns", "period")
    assert "de states 14; en states 30" in problem.message


def test_an_amount_that_differs_is_named(folder: Path) -> None:
    write(folder, "en.md", ENGLISH.replace("4.90", "5.90"), language="en")
    assert "4.9" in only(folder).message


def test_a_missing_translation_names_the_language(folder: Path) -> None:
    write(folder, "more.md", GERMAN, id="more", language="de")
    problem = only(folder)
    assert (problem.kind, problem.document, problem.language) == ("translation", "more", "en")


def test_a_missing_section_is_named(folder: Path) -> None:
    write(folder, "de.md", GERMAN + "\n\n## Mehr {#more}\n\nNoch etwas.", language="de")
    problem = only(folder)
    assert (problem.kind, problem.section, problem.language) == ("sections", "more", "en")


def test_versions_that_overlap_leave_a_gap_or_end_are_named(folder: Path) -> None:
    for name, text, language in (("de", GERMAN, "de"), ("en", ENGLISH, "en")):
        write(folder, f"{name}.md", text, language=language, valid_until="2026-06-30")
        write(
            folder,
            f"{name}2.md",
            text,
            language=language,
            version="2",
            valid_from="2026-06-30",
            valid_until="2026-08-01",
        )
        write(
            folder,
            f"{name}3.md",
            text,
            language=language,
            version="3",
            valid_from="2026-09-01",
            valid_until="2026-10-01",
        )
    messages = [problem.message for problem in check(folder, TODAY)]
    assert sum("both valid on 2026-06-30" in message for message in messages) == 2
    assert sum("between 2026-08-01 and 2026-09-01" in message for message in messages) == 2
    assert sum("ended on 2026-10-01" in message for message in messages) == 2
    assert len(messages) == 6


def test_a_day_that_does_not_exist_is_named(folder: Path) -> None:
    write(folder, "de.md", GERMAN + " Ab 31.6.2026.", language="de")
    write(folder, "en.md", ENGLISH + " From 31.6.2026.", language="en")
    assert [problem.kind for problem in check(folder, TODAY)] == ["date", "date"]


@pytest.mark.parametrize("target", ["gone.md", "en.md#gone", "#gone", "../outside.md"])
def test_a_dead_reference_is_named(folder: Path, target: str) -> None:
    write(folder, "de.md", GERMAN + f" Siehe [dort]({target}).", language="de")
    problem = only(folder)
    assert (problem.kind, problem.language) == ("reference", "de")
    assert target in problem.message


@pytest.mark.parametrize(
    "target", ["en.md", "en.md#period", "#period", "https://example.com/x", "mailto:a@example.com"]
)
def test_living_references_are_left_alone(folder: Path, target: str) -> None:
    write(folder, "de.md", GERMAN + f" Siehe [dort]({target}).", language="de")
    assert check(folder, TODAY) == []


def test_questions_of_a_section_that_is_gone_are_named(folder: Path) -> None:
    (folder / "questions.yaml").write_text('returns: {gone: {en: ["Where?"]}}')
    assert (only(folder).kind, only(folder).section) == ("reference", "gone")


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("1.250,50 Euro", "1,250.50 euros"),
        ("zwei bis vier Werktage", "two to four working days"),
        ("von 9 bis 18 Uhr", "from 9 am to 6 pm"),
        ("unter 030 23125 014", "at +49 30 23125 014"),
        ("am 31. Juli 2026", "on 31 July 2026"),
        ("zweimal im Jahr", "twice a year"),
    ],
)
def test_numbers_are_comparable(german: str, english: str) -> None:
    assert numbers(german, "de") == numbers(english, "en")


def test_numbers_are_counted() -> None:
    assert numbers("2 von 2 für 1.000 Euro, 12.30", "de") == Counter(
        {Decimal(2): 2, Decimal(1000): 1, Decimal("12.30"): 1}
    )
