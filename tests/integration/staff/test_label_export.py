"""What staff put right comes out as labelled data that can be read again."""

import json
from pathlib import Path

from intake.labels import TEXTS, read_labels
from intake.staff.label_export import PHOTOS, Exported, export_labels
from intake.vision.types import Damage
from tests.integration.staff.conftest import KIM, SAM, Shop


def test_photos_and_words_can_be_read_as_labels(shop: Shop, tmp_path: Path) -> None:
    both, damage_alone, intact, unknown = (shop.claim(photos=(seed,)) for seed in (1, 2, 3, 4))
    shop.cases.lessons.correct(both.number, KIM, "MUG-FERN", "chip", "report_damage", "goodwill")
    shop.cases.lessons.correct(damage_alone.number, SAM, damage="dent")
    shop.cases.lessons.correct(intact.number, SAM, "MUG-DOTS", "intact")
    shop.cases.lessons.correct(unknown.number, SAM, "MUG-FERN")
    shop.cases.lessons.take_back(unknown.number, SAM)
    assert export_labels(shop.store, shop.photos, tmp_path / "out") == Exported(3, 1, 0)
    found = {photo.file.stem: photo for photo in read_labels(tmp_path / "out" / PHOTOS)}
    assert all(photo.file.is_file() for photo in found.values())
    assert [(found[claim.photos[0]].sku, found[claim.photos[0]].truth) for claim in (both, damage_alone, intact)] == [
        ("MUG-FERN", frozenset({Damage.CHIP})),
        ("MUG-DOTS", frozenset({Damage.DENT})),
        ("MUG-DOTS", frozenset({Damage.INTACT})),
    ]
    (text,) = [json.loads(line) for line in (tmp_path / "out" / TEXTS).read_text(encoding="utf-8").splitlines()]
    assert text == {"text": both.text, "language": "en", "intents": ["report_damage"], "track": "goodwill"}


def test_a_photo_of_no_known_product_is_left_out(shop: Shop, tmp_path: Path) -> None:
    shop.store.corrections.add(["0" * 32], "kim", damage="chip")
    assert export_labels(shop.store, shop.photos, tmp_path) == Exported(0, 0, 1)
