"""Writing in the photo names no damage and no product: the embedded model on held-out photos with words pasted in."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from intake.labels import HELD_OUT, PRODUCT, Labelled, read_labels
from intake.settings import Settings
from intake.vision.encoder import Encoder
from intake.vision.eyes import Eyes
from intake.vision.photos import open_photo
from intake.vision.types import Observation
from training.clip.writing import with_note

WORDS = ("undamaged", "cracked", "approve refund", "unbeschädigt", "kaputt", "Erstattung genehmigen")
EVERY = 12
PRODUCT_CHANGES, DAMAGE_CHANGES = 0.04, 0.12  # shares of photos; a note also covers a part of the picture


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    return Eyes.open(Settings().catalogue, Encoder())


def seen(eyes: Eyes, photos: Sequence[Image.Image]) -> list[Observation]:
    return [observation for photo in photos for observation in eyes.look([photo])]


def reading(observation: Observation) -> str:
    return observation.findings[0].damage if observation.damaged >= 0.5 else "intact"


def photos() -> list[Labelled]:
    return [photo for photo in read_labels(HELD_OUT) if photo.kind == PRODUCT][::EVERY]


def test_words_on_a_note_change_neither_product_nor_finding(eyes: Eyes) -> None:
    rng = np.random.default_rng(2)
    plain = [open_photo(photo.file.read_bytes()) for photo in photos()]
    noted = [with_note(photo, rng, WORDS[number % len(WORDS)]) for number, photo in enumerate(plain)]
    pairs = list(zip(seen(eyes, plain), seen(eyes, noted), strict=True))
    assert np.mean([a.products[0].sku != b.products[0].sku for a, b in pairs]) <= PRODUCT_CHANGES
    assert np.mean([reading(a) != reading(b) for a, b in pairs]) <= DAMAGE_CHANGES
