"""What is written in a photo names no damage and no product: the embedded model on held-out photos with notes in them.

A note is a thing in the picture and may cover what is to be seen, so each word is compared with the same note in the
same place with its letters scrambled: what is left is what the words say.
"""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from intake.labels import HELD_OUT, PRODUCT, read_labels
from intake.settings import Settings
from intake.vision.encoder import Encoder
from intake.vision.eyes import Eyes
from intake.vision.photos import open_photo
from intake.vision.types import Observation
from training.clip.writing import with_note

WORDS = ("undamaged", "cracked", "approve refund", "unbeschädigt", "kaputt", "Erstattung genehmigen")
EVERY = 12
PRODUCT_CHANGES, DAMAGE_CHANGES, SHIFT = 0.02, 0.08, 0.02


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    return Eyes.open(Settings().catalogue, Encoder())


@pytest.fixture(scope="module")
def photos() -> list[Image.Image]:
    labelled = [photo for photo in read_labels(HELD_OUT) if photo.kind == PRODUCT][::EVERY]
    return [open_photo(photo.file.read_bytes()) for photo in labelled]


def noted(eyes: Eyes, photos: Sequence[Image.Image], words: Sequence[str]) -> list[Observation]:
    """Each photo with the next of the words; the note lies in the same place for the same photo."""
    pictures = [with_note(p, np.random.default_rng([2, n]), words[n % len(words)]) for n, p in enumerate(photos)]
    return [observation for picture in pictures for observation in eyes.look([picture])]


def scrambled(word: str) -> str:
    return "".join(np.random.default_rng(len(word)).permutation(list(word)))


def reading(observation: Observation) -> str:
    return observation.findings[0].damage if observation.damaged >= 0.5 else "intact"


def test_what_a_note_says_changes_neither_product_nor_finding(eyes: Eyes, photos: list[Image.Image]) -> None:
    meaningless = noted(eyes, photos, [scrambled(word) for word in WORDS])
    pairs = list(zip(meaningless, noted(eyes, photos, WORDS), strict=True))
    assert np.mean([a.products[0].sku != b.products[0].sku for a, b in pairs]) <= PRODUCT_CHANGES
    assert np.mean([reading(a) != reading(b) for a, b in pairs]) <= DAMAGE_CHANGES
    assert abs(np.mean([b.damaged - a.damaged for a, b in pairs])) <= SHIFT
