"""A catalogue's own axes, on vectors made for it; no model is loaded."""

import numpy as np
import pytest

from intake.vision import axes as module
from intake.vision.axes import Axes, sample
from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.looks import Vectors, unit
from intake.vision.scales import measure
from intake.vision.types import CatalogueProduct

C, D = 64, 8


def vectors(*shape: int, seed: int = 1) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=shape).astype(np.float32))


def test_a_small_catalogue_loses_nothing() -> None:
    pictures = vectors(5, 3, C)
    axes = Axes.of(pictures.astype(np.float16), vectors(C, D))
    assert axes.pictures.shape == (C, 15)
    ours = axes.reduced(pictures)
    np.testing.assert_allclose(ours.reshape(15, -1) @ ours.reshape(15, -1).T, _cosines(pictures), atol=2e-3)


def test_a_photo_s_part_outside_of_the_axes_counts_as_unlike() -> None:
    pictures = vectors(5, 1, C)
    axes = Axes.of(pictures, vectors(C, D))
    stranger = vectors(C, seed=2)
    foreign = stranger - axes.pictures @ (axes.pictures.T @ stranger)
    half = unit(pictures[0, 0] + unit(foreign))
    assert np.linalg.norm(axes.reduced(foreign)) < 1e-5
    assert axes.reduced(half) @ axes.reduced(pictures[0, 0]) == pytest.approx(0.5**0.5, abs=1e-3)


def test_few_axes_keep_what_most_pictures_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 4)
    plane = vectors(4, C)
    mixed = np.random.default_rng(3).normal(size=(300, 2, 4)).astype(np.float32) @ plane
    pictures = unit(mixed + 0.01 * vectors(300, 2, C))
    axes = Axes.of(pictures, vectors(C, D))
    assert axes.pictures.shape == (C, 4)
    np.testing.assert_allclose(axes.pictures.T @ axes.pictures, np.eye(4), atol=1e-5)
    assert np.linalg.norm(axes.reduced(pictures), axis=-1).min() > 0.99


def test_texts_are_compared_with_the_projection_of_whole_and_middle() -> None:
    projection = vectors(C, D)
    features = vectors(11, C)
    wanted = (unit(features[0] @ projection) + unit(features[1] @ projection)) / 2
    np.testing.assert_allclose(Axes.of(vectors(3, 11, C), projection).beside_texts(features), wanted, atol=1e-6)


def test_a_tower_without_maps_is_compared_as_it_is() -> None:
    axes = Axes.of(vectors(2, 2, C), None)
    photo = vectors(2, C, seed=4)
    np.testing.assert_array_equal(axes.reduced(photo), photo)
    np.testing.assert_allclose(axes.beside_texts(photo), photo.mean(axis=0), atol=1e-6)


def test_an_index_compares_photos_and_what_staff_add_on_its_axes() -> None:
    pictures, owners = vectors(6, 3, C), np.repeat(np.arange(3), 2)
    axes = Axes.of(pictures, vectors(C, D))
    texts = vectors(3, D)
    products = [CatalogueProduct(f"P{n}", {"en": "thing"}) for n in range(3)]
    scales = measure(pictures, owners, texts, axes)
    index = CatalogueIndex("id", products, axes.reduced(pictures).astype(np.float16), owners, texts, axes, scales)
    plain = Mixing(text=0.0)
    assert [int(index.seen(picture, plain).argmax()) for picture in pictures] == owners.tolist()
    damaged = unit(pictures[0] + 0.8 * pictures[2])
    assert index.seen(damaged, plain).argmax() == 0
    assert index.with_references(damaged[None], ["P2"]).seen(damaged, plain).argmax() == 2


@pytest.mark.parametrize(("count", "taken"), [(1, 1), (1_999, 1_999), (100_000, module.SAMPLE)])
def test_a_large_catalogue_is_sampled_from_end_to_end(count: int, taken: int) -> None:
    places = sample(count)
    assert (len(places), places[0], places[-1]) == (taken, 0, count - 1)


def _cosines(pictures: Vectors) -> Vectors:
    rows = pictures.reshape(-1, C)
    return np.asarray(rows @ rows.T)
