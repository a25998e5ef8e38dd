from dataclasses import replace
from pathlib import Path

import pytest

from intake.errors import IntakeError
from intake.evaluation import Point, auroc, macro_f1, report, risk_coverage
from intake.labels import Labelled, read_labels
from intake.vision.confidence import Calibration
from intake.vision.promises import NEVER, Promise, Promised
from intake.vision.types import Damage
from tests.fakes.parts import FERN, LAMP, MUG, observation


def labelled(sku: str, *damages: Damage) -> Labelled:
    return Labelled(Path("x.jpg"), sku, frozenset(damages))


def test_a_hand_counted_set() -> None:
    photos = [
        labelled(MUG, Damage.CRACK),  # all right
        labelled(FERN, Damage.STAIN),  # wrong product, wrong type
        labelled(LAMP),  # right and intact
        labelled(LAMP, Damage.CRACK),  # seen as intact
    ]
    seen = [
        observation(MUG, Damage.CRACK),
        observation(MUG, Damage.CRACK, sure=False),
        observation(LAMP, damaged=0.1),
        observation(LAMP, Damage.CRACK, damaged=0.2),
    ]
    found = report(list(zip(photos, seen, strict=True)), Calibration())
    assert (found.product_top1, found.product_top3) == (0.75, 1.0)
    assert found.damage_top1 == pytest.approx(2 / 3)
    assert found.damaged_auroc == 1.0
    assert found.sure == 0.75
    assert found.sure_wrong == pytest.approx(1 / 3)
    assert found.by_product == {MUG: 1.0, FERN: 0.0, LAMP: 1.0}
    assert found.by_damage == {"crack": 1.0, "stain": 0.0}


def test_what_each_promised_risk_would_open() -> None:
    photos = [labelled(MUG, Damage.CRACK), labelled(MUG, Damage.STAIN), labelled(MUG), labelled(LAMP)]
    seen = [
        observation(MUG, Damage.CRACK),
        observation(MUG, Damage.CRACK, damaged=0.9),  # the stain is outside the likely types
        observation(MUG, Damage.CRACK, damaged=0.1),
        observation(LAMP, damaged=0.01),
    ]
    both = Promised(*(Promise(0.05, threshold, 300) for threshold in (0.8, 0.85, 0.95)))
    strict = Promised(*(Promise(0.01, NEVER, 300) for _ in range(3)))
    loose, none = report(list(zip(photos, seen, strict=True)), Calibration(promised=(both, strict))).opened
    assert loose.decided == 0.75
    assert loose.decided_wrong == pytest.approx(1 / 3)
    assert (loose.opened, loose.opened_wrong) == (1.0, 0.5)
    assert (none.decided, none.decided_wrong, none.opened, none.opened_wrong) == (0.0, None, 0.0, None)


def test_a_curve_runs_from_the_surest_photo_to_all_that_decide() -> None:
    pairs = [(labelled(MUG, Damage.CRACK), observation(MUG, Damage.CRACK)), (labelled(FERN), observation(MUG))]
    curves = risk_coverage(pairs)
    assert curves["product"][-1] == Point(1.0, 0.5)
    assert curves["damage"][-1] == Point(1.0, 0.5)
    assert [point.coverage for point in curves["both"]] == sorted(point.coverage for point in curves["both"])


def test_macro_f1_is_the_mean_over_types() -> None:
    crack, stain = frozenset({Damage.CRACK}), frozenset({Damage.STAIN})
    read = observation(MUG, Damage.CRACK)
    assert macro_f1([(crack, read), (crack, read)]) == 1.0
    assert macro_f1([(crack, read), (stain, read)]) == pytest.approx((2 / 3 + 0) / 2)
    assert macro_f1([]) is None


def test_photos_of_other_things_are_no_products() -> None:
    parcel = Labelled(Path("p.jpg"), "", frozenset({Damage.CRUSHED}), "parcel")
    unknown = replace(observation(MUG), known=0.2)
    found = report([(parcel, unknown), (labelled(MUG, Damage.CRACK), observation(MUG))], Calibration())
    assert (found.photos, found.product_top1, found.known_auroc) == (2, 1.0, 1.0)


def test_auroc_counts_ties_half() -> None:
    assert auroc([1.0, 0.5], [0.5, 0.0]) == 0.875
    assert auroc([], [0.5]) is None


def test_labels_as_csv_and_as_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("file,sku,damage\nx.jpg,MUG,crack stain\ny.jpg,MUG,intact\n")
    (tmp_path / "b.csv").write_text("file,sku\nx.jpg,MUG\n")
    (tmp_path / "d.csv").write_text("file,sku,kind\nx.jpg,,parcel\n")
    (tmp_path / "c.jsonl").write_text('{"file": "x.jpg", "sku": "MUG", "damages": [{"type": "crack"}]}\n')
    both, intact = read_labels(tmp_path / "a.csv")
    assert both.damages == frozenset({Damage.CRACK, Damage.STAIN})
    assert intact.damages == frozenset()
    assert read_labels(tmp_path / "b.csv")[0].damages is None
    assert read_labels(tmp_path / "d.csv")[0].kind == "parcel"
    assert read_labels(tmp_path / "c.jsonl")[0] == Labelled(tmp_path / "x.jpg", "MUG", frozenset({Damage.CRACK}))


@pytest.mark.parametrize("text", ["file,sku,damage\nx.jpg,MUG,exploded\n", "picture\nx.jpg\n"])
def test_unusable_labels_name_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(IntakeError, match=r"a\.csv: line 2"):
        read_labels(tmp_path / "a.csv")
