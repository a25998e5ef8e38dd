import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from intake.calibration import Pairs
from intake.evaluation import Point, report
from intake.evaluation_page import confusion, mixed_up, page, plotted, worst
from intake.labels import Labelled
from intake.vision.confidence import Calibration
from intake.vision.promises import NEVER, Promise, Promised
from intake.vision.types import Damage
from tests.fakes.parts import FERN, LAMP, MUG, observation

CRACK, STAIN, INTACT = Damage.CRACK, Damage.STAIN, Damage.INTACT


@pytest.fixture
def pairs(tmp_path: Path) -> Pairs:
    photo = tmp_path / "<b>mug.jpg"
    Image.new("RGB", (32, 16), "red").save(photo)
    return [
        (Labelled(photo, MUG, frozenset({CRACK})), observation(MUG, CRACK)),
        (Labelled(photo, FERN, frozenset({STAIN})), observation(MUG, CRACK)),
        (Labelled(photo, LAMP, frozenset()), observation(LAMP, CRACK, damaged=0.8)),
        (Labelled(photo, LAMP, frozenset({CRACK})), observation(LAMP, damaged=0.02)),
        (Labelled(photo, LAMP, None), observation(LAMP)),
    ]


def test_one_file_with_all_that_was_measured(pairs: Pairs) -> None:
    kept, broken = Promise(0.02, 0.8, 300, 250, 1), Promise(0.02, NEVER, 300, lacking=140)
    limits = Calibration(promised=(Promised(kept, broken, replace(broken, lacking=None)),), photos=300)
    html = page(report(pairs, limits), pairs, limits)
    assert "about 140 photos lacking" in html
    assert html.count("<polyline") == 3
    assert html.count("data:image/jpeg;base64,") == 4  # each mistake with its photo
    assert "&lt;b&gt;mug.jpg" in html
    assert not re.search(r"""(src|href)=["']?(https?:|//)""", html)


def test_without_a_calibration_it_says_what_to_do(pairs: Pairs) -> None:
    assert "python -m intake calibrate" in page(report(pairs, Calibration()), pairs, Calibration())


def test_confusion_counts_what_was_there_and_what_was_read(pairs: Pairs) -> None:
    types, rows = confusion(pairs)
    counts = {(truth, read): n for truth, row in rows for read, n in zip(types, row, strict=True)}
    assert counts[CRACK, CRACK] == counts[STAIN, CRACK] == counts[INTACT, CRACK] == counts[CRACK, INTACT] == 1
    assert sum(counts.values()) == 4
    assert mixed_up(pairs) == [(FERN, MUG, 1)]


def test_the_surest_mistakes_come_first(pairs: Pairs) -> None:
    sureness = [mistake.sureness for mistake in worst(pairs)]
    assert sureness == sorted(sureness, reverse=True)
    assert {mistake.what for mistake in worst(pairs)} == {
        f"{FERN} taken for {MUG}",
        "stain taken for crack",
        "intact taken for crack",
        "crack not seen",
    }


def test_the_curve_rises_with_the_error() -> None:
    assert plotted([Point(0.0, 0.0), Point(1.0, 0.9)]) == "0.0,300.0 560.0,0.0"
