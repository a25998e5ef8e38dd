"""Figures of the hand-written set against what was counted by hand. The names of claims stand for the reader."""

from dataclasses import replace
from datetime import date

import pytest

from intake.figures.contacts import End
from intake.figures.definitions import FIGURES, figures
from intake.figures.lives import Error, errors, escalation
from intake.figures.material import Dimension, Filter
from tests.unit.figures.hand_counted import all_contacts, material

MATERIAL = material()

ENDS = {
    End.CONFIRMED: "T01",
    End.ASSUMED: "T02 T08 T09 T12 T13 T17",
    End.RETURNED: "T03 T10 T16 T19",
    End.LEFT: "T18",
    End.OPEN: "T16 T20",
    End.PERSON: "T04 T05 T06 T06 T07 T11 T14 T15 T21 T22",
}

EXPECTED = {
    "contacts": (24, 24),
    # 24 less those whose seven days aren't over: T06's and T16's second ones, T07, T20, T21, T22
    "contained_confirmed": (1 / 18, 18),
    "contained_assumed": (6 / 18, 18),
    "with_person": (10 / 24, 24),
    "recontact": (4 / 18, 18),  # T03, T06, T10, T16
    "cases": (19, 19),  # C10 was merged
    "automation": (11 / 19, 19),  # C01-C04, C08, C09, C12, C13, C16, C19, C20
    "automation_errors": (5 / 11, 11),  # C03, C04, C08, C13, C16
    "escalated": (9 / 19, 19),  # C04-C07, C11, C14, C15, C21, C22
    # C04 2 h, C05 1, C06 3, C11 4, C14 12, C15 1, C22 2; by the clock 2, 1, 18, 4, 43, 17, 17
    "first_answer": (2, 7),
    "first_answer_95": (12, 7),
    "first_answer_clock": (17, 7),
    "first_answer_clock_95": (43, 7),
    "first_answer_in_time": (6 / 7, 7),  # not C14: 9 h
    # C01 18 h, C02 5, C03 18, C04 12, C05 3, C06 25, C08 4, C11 5, C13 9, C15 4, C16 4, C19 2, C22 2
    "solution": (5, 13),
    "solution_95": (25, 13),
    # 48, 5, 48, 72, 3, 114, 5, 5, 24, 20, 4, 25, 17
    "solution_clock": (20, 13),
    "solution_clock_95": (114, 13),
    "solution_in_time": (1, 13),
    "reopened": (2 / 15, 15),  # C06, C08; C07, C12, C14 and C20 have not ended
    "rating": (3.0, 5),  # 5, 4, 1, 3, 2
    "said_solved": (2 / 5, 5),
    # 25.5 14.5 32.5 16 25.5 41.5 .5 25.5 .5 20.5 .5 5.5 5.5 19.5 11.5 20.5 .5 .5 5.5
    "cost": (272 / 19, 19),
}


def test_every_figure_was_counted_by_hand() -> None:
    assert list(EXPECTED) == list(FIGURES)


@pytest.mark.parametrize("key", EXPECTED)
def test_figure(key: str) -> None:
    figure = FIGURES[key](MATERIAL)
    value, of = EXPECTED[key]
    assert figure.value == pytest.approx(value)
    assert figure.of == of


def test_how_contacts_came_out() -> None:
    found = {end: " ".join(sorted(c.talk for c in all_contacts() if c.end is end)) for end in End}
    assert found == ENDS


def test_reasons_of_escalations() -> None:
    found = {case.number: escalation(case) for case in MATERIAL.cases if escalation(case)}
    assert found == {
        "C04": ("product_unsure",),
        "C05": ("safety", "upset"),
        "C06": ("value_above_limit",),
        "C07": ("product_unsure",),
        "C11": ("repeated_claims",),
        "C14": ("damage_unsure",),
        "C15": ("asked_for_person",),
        "C21": ("order_not_found",),
        "C22": ("upset",),
    }


def test_errors_of_the_machine() -> None:
    found = {case.number: errors(case) for case in MATERIAL.cases if errors(case)}
    assert found == {
        "C03": (Error.CORRECTED,),
        "C04": (Error.DISPUTED, Error.CHANGED),
        "C08": (Error.REOPENED,),
        "C13": (Error.CHANGED,),
        "C16": (Error.CHANGED,),
    }


@pytest.mark.parametrize(
    ("dimension", "cases"),
    [
        (Dimension.WEEK, {"2026-W45": 7, "2026-W46": 7, "2026-W47": 4, "2026-W48": 1}),
        (Dimension.PRODUCT, {"LAMP": 5, "MUG": 8, "TOTE": 3, "VASE": 3, "": 0}),
        (Dimension.TRACK, {"transport": 5, "warranty": 4, "withdrawal": 2, "": 8}),
        (Dimension.LANGUAGE, {"de": 12, "en": 7}),
        (Dimension.CHANNEL, {"command": 1, "page": 18}),
    ],
)
def test_parts(dimension: Dimension, cases: dict[str, int]) -> None:
    parts = MATERIAL.parts(dimension)
    assert {value: len(part.cases) for value, part in parts.items()} == cases
    assert list(parts)[-1] == "" or "" not in parts
    assert sum(len(part.contacts) for part in parts.values()) == 24


def test_a_filter_takes_whole_days_of_the_shop() -> None:
    week = MATERIAL.chosen(Filter(date(2026, 11, 2), date(2026, 11, 8)))
    assert len(week.cases) == 7
    german_mugs = MATERIAL.chosen(Filter(product="MUG", language="de"))
    assert len(german_mugs.cases) == 7


def test_nothing_to_count_is_no_data_and_not_nought() -> None:
    empty = figures(replace(MATERIAL, cases=(), contacts=()))
    assert {key for key, figure in empty.items() if figure.value is not None} == {"contacts", "cases"}
    assert FIGURES["cost"](replace(MATERIAL, costs=None)).value is None
