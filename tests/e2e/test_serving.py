"""The embedded model through ONNX Runtime: as open_clip answers, or not at all."""

import logging
import shutil
from pathlib import Path

import numpy as np
import open_clip
import pytest

from intake.errors import ModelUnavailable
from intake.labels import HELD_OUT, read_labels
from intake.vision.encoder import EMBEDDED, Encoder
from intake.vision.fingerprint import FINGERPRINT, SERVING, pictures
from intake.vision.looks import unit
from intake.vision.onnx_tower import OnnxTower
from intake.vision.open_clip_tower import OpenClipTower
from intake.vision.photos import open_photo
from intake.vision.pixels import Pixels
from intake.vision.tokens import tokens

TEXTS = [
    "Mein Becher aus Bestellung 1042 kam heute mit einem Riss an – könnt ihr mir Ersatz schicken?",
    "it's cracked, the seller's FAULT 12.50€ 😡😡 &amp; İstanbul ½ ² ٣ नमस्ते don't WON'T",
    " ".join(["Schraubenschlüssel"] * 40),
    "",
]


@pytest.fixture(scope="module")
def reference() -> OpenClipTower:
    return OpenClipTower(EMBEDDED, "", "")


@pytest.fixture(scope="module")
def served() -> OnnxTower:
    return OnnxTower(EMBEDDED)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EMBEDDED, tmp_path / "model"))


def test_photos_texts_and_maps_are_those_of_open_clip(reference: OpenClipTower, served: OnnxTower) -> None:
    photos = [open_photo(p.file.read_bytes()) for p in read_labels(HELD_OUT)[::60]]
    ours, theirs = served.looks(photos), reference.looks(photos)
    assert (ours.vectors * theirs.vectors).sum(axis=1).min() >= 0.9999
    assert np.allclose(ours.last, theirs.last, atol=0.01)
    assert np.allclose(ours.fine, theirs.fine, atol=0.01)
    assert (served.texts(TEXTS) * reference.texts(TEXTS)).sum(axis=1).min() >= 0.9999
    assert served.scale == pytest.approx(reference.scale)


def test_the_mean_of_the_last_map_projects_to_the_vector(served: OnnxTower) -> None:
    seen = served.looks(pictures())
    assert served.projection is not None
    assert np.allclose(unit(seen.last.mean(axis=(1, 2)) @ served.projection), seen.vectors, atol=1e-4)


def test_the_tokenizer_is_open_clips() -> None:
    assert np.array_equal(tokens(TEXTS, 77), open_clip.SimpleTokenizer(context_length=77)(TEXTS).numpy())


@pytest.mark.parametrize(("mode", "resize"), [("squash", "squash"), ("shortest", "shortest")])
def test_pictures_are_prepared_as_open_clip_does(mode: str, resize: str) -> None:
    mean, std = (0.48, 0.46, 0.41), (0.27, 0.26, 0.28)
    theirs = open_clip.image_transform(
        64, is_train=False, mean=mean, std=std, resize_mode=mode, interpolation="bicubic"
    )
    for picture in pictures():
        assert np.allclose(Pixels(64, mean, std, resize=resize)([picture])[0], theirs(picture).numpy(), atol=1e-5)


def test_the_embedded_model_is_served_without_torch(served: OnnxTower) -> None:
    assert isinstance(Encoder().load(), type(served))


def test_what_answers_otherwise_is_not_used(copy: Path, caplog: pytest.LogCaptureFixture) -> None:
    with np.load(copy / FINGERPRINT) as saved:
        other = {name: saved[name][:, ::-1] for name in saved.files}
    np.savez(copy / FINGERPRINT, allow_pickle=False, **other)
    with pytest.raises(ModelUnavailable, match="otherwise"):
        OnnxTower(copy)
    with caplog.at_level(logging.WARNING):
        assert isinstance(Encoder(str(copy)).load(), OpenClipTower)
    assert "models export" in caplog.text


def test_a_folder_that_was_not_exported_goes_through_torch(copy: Path) -> None:
    (copy / SERVING).unlink()
    assert isinstance(Encoder(str(copy)).load(), OpenClipTower)
