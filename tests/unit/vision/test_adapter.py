"""A handful of labelled photos: learns what is there to learn, and nothing else."""

from pathlib import Path

import numpy as np
import pytest

from intake.errors import BadInput
from intake.vision.adapter import FEWEST, Adapter, Example

CLASSES, SIZE = 3, 12


def examples(count: int, rng: np.random.Generator, telling: bool = True) -> list[Example]:
    """Photos whose features lie around one point a class; the reading without an adapter always says class 0."""
    centres = np.eye(SIZE, dtype=np.float32)[:CLASSES]
    found = []
    for number in range(count):
        truth = number % CLASSES
        centre = centres[truth] if telling else np.zeros(SIZE, np.float32)
        features = centre + 0.15 * rng.standard_normal(SIZE).astype(np.float32)
        target = np.eye(CLASSES, dtype=np.float32)[truth]
        logits = np.array([1.0, 0.0, 0.0], np.float32)
        found.append(Example(features / np.linalg.norm(features), logits, target))
    return found


def right(adapter: Adapter, photos: list[Example]) -> float:
    return float(np.mean([adapter.adjust(p.logits, p.features).argmax() == p.target.argmax() for p in photos]))


def test_a_dozen_photos_teach_and_new_photos_profit() -> None:
    rng = np.random.default_rng(0)
    trial = Adapter.fit(examples(12, rng), "model")
    assert trial.adapter is not None
    assert trial.after < trial.before
    assert trial.right_after > trial.right_before
    assert right(trial.adapter, examples(60, rng)) > 0.9


def test_photos_that_tell_nothing_are_not_kept() -> None:
    trial = Adapter.fit(examples(12, np.random.default_rng(1), telling=False), "model")
    assert trial.adapter is None
    assert trial.photos == 12


def test_too_few_photos_are_refused_with_the_number_it_takes() -> None:
    with pytest.raises(BadInput, match=str(FEWEST)):
        Adapter.fit(examples(FEWEST - 1, np.random.default_rng(2)), "model")


def test_a_kept_adapter_reads_the_same_and_removing_its_file_takes_it_back(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    adapter = Adapter.fit(examples(9, rng), "model").adapter
    assert adapter is not None
    file = tmp_path / "taught" / "damage.npz"
    adapter.save(file)
    again = Adapter.load(file, "model")
    assert again is not None
    photo = examples(1, rng)[0]
    assert np.allclose(again.adjust(photo.logits, photo.features), adapter.adjust(photo.logits, photo.features))
    file.unlink()
    assert Adapter.load(file, "model") is None


def test_an_adapter_of_other_weights_is_not_used(tmp_path: Path) -> None:
    adapter = Adapter.fit(examples(9, np.random.default_rng(4)), "old").adapter
    assert adapter is not None
    adapter.save(tmp_path / "damage.npz")
    assert Adapter.load(tmp_path / "damage.npz", "new") is None
