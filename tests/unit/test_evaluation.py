from pathlib import Path

import pytest

from intake.errors import IntakeError
from intake.evaluation import Labelled, auroc, read_labels, report
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
    found = report(photos, seen)
    assert (found.product_top1, found.product_top3) == (0.75, 1.0)
    assert found.damage_top1 == pytest.approx(2 / 3)
    assert found.damaged_auroc == 1.0
    assert found.sure == 0.75
    assert found.sure_wrong == pytest.approx(1 / 3)
    assert found.by_product == {MUG: 1.0, FERN: 0.0, LAMP: 1.0}
    assert found.by_damage == {"crack": 1.0, "stain": 0.0}


def test_auroc_counts_ties_half() -> None:
    assert auroc([1.0, 0.5], [0.5, 0.0]) == 0.875
    assert auroc([], [0.5]) is None


def test_labels_as_csv_and_as_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("file,sku,damage\nx.jpg,MUG,crack stain\ny.jpg,MUG,intact\n")
    (tmp_path / "b.csv").write_text("file,sku\nx.jpg,MUG\n")
    (tmp_path / "c.jsonl").write_text('{"file": "x.jpg", "sku": "MUG", "damages": [{"type": "crack"}]}\n')
    both, intact = read_labels(tmp_path / "a.csv")
    assert both.damages == frozenset({Damage.CRACK, Damage.STAIN})
    assert intact.damages == frozenset()
    assert read_labels(tmp_path / "b.csv")[0].damages is None
    assert read_labels(tmp_path / "c.jsonl")[0] == Labelled(tmp_path / "x.jpg", "MUG", frozenset({Damage.CRACK}))


@pytest.mark.parametrize("text", ["file,sku,damage\nx.jpg,MUG,exploded\n", "picture\nx.jpg\n"])
def test_unusable_labels_name_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(IntakeError, match=r"a\.csv"):
        read_labels(tmp_path / "a.csv")
