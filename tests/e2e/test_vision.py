"""The embedded model on committed photos, and other models by setting."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL.Image import Image

from intake.errors import ModelUnavailable
from intake.evaluation import evaluate_photos
from intake.labels import HELD_OUT, read_labels
from intake.settings import Settings
from intake.vision.damage import read_prompts
from intake.vision.encoder import EMBEDDED, Encoder
from intake.vision.eyes import Eyes
from intake.vision.looks import Vectors
from intake.vision.photos import open_photo
from intake.vision.types import Damage

CATALOGUE = Settings().catalogue


class CountingEncoder(Encoder):
    seen = 0

    def images(self, images: Sequence[Image]) -> Vectors:
        self.seen += len(images)
        return super().images(images)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("indexes")


@pytest.fixture(scope="module")
def eyes(encoder: Encoder, cache: Path) -> Eyes:
    return Eyes.open(CATALOGUE, encoder, cache)


def test_every_sixth_held_out_photo_is_mostly_read_right(eyes: Eyes) -> None:
    """A guard against breaking vision; the figures of the whole set stand in README."""
    found = evaluate_photos(eyes, read_labels(HELD_OUT)[::6])
    assert found.product_top1 is not None
    assert found.product_top1 >= 0.8
    assert found.damaged_auroc is not None
    assert found.damaged_auroc >= 0.75
    assert found.damage_top1 is not None
    assert found.damage_top1 >= 0.5


def test_an_index_that_is_kept_is_not_made_again(eyes: Eyes, cache: Path) -> None:
    counting = CountingEncoder()
    again = Eyes.open(CATALOGUE, counting, cache)
    assert again.index.id == eyes.index.id
    assert counting.seen == 0


def test_german_and_english_words_for_a_damage_mean_the_same(encoder: Encoder) -> None:
    prompts = read_prompts()
    german: list[Vectors] = []
    english: list[Vectors] = []
    for damage in Damage:
        if damage in prompts:
            half = len(prompts[damage]) // 2
            for group, texts in ((english, prompts[damage][:half]), (german, prompts[damage][half:])):
                mean = encoder.texts(texts).mean(axis=0)
                group.append(mean / np.linalg.norm(mean))
    likeness = np.stack(german) @ np.stack(english).T
    assert (likeness.argmax(axis=1) == np.arange(len(likeness))).mean() >= 0.9


def test_any_model_folder_serves(tmp_path: Path, encoder: Encoder) -> None:
    shutil.copytree(EMBEDDED, tmp_path / "mine")
    mine = Encoder(f"local-dir:{tmp_path / 'mine'}")
    photo = open_photo(read_labels(HELD_OUT)[0].file.read_bytes())
    assert np.allclose(mine.images([photo]), encoder.images([photo]), atol=1e-5)
    assert mine.id == encoder.id


def test_a_missing_or_damaged_model_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"open_clip_model\.safetensors"):
        Encoder(f"local-dir:{tmp_path / 'nowhere'}")
    shutil.copytree(EMBEDDED, tmp_path / "half")
    weights = tmp_path / "half" / "open_clip_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelUnavailable, match="INTAKE_CLIP_MODEL"):
        Encoder(f"local-dir:{tmp_path / 'half'}").load()
    with pytest.raises(ModelUnavailable, match="INTAKE_CLIP_MODEL"):
        Encoder("no-such-model").load()
