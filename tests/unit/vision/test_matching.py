"""Comparing a photo with a catalogue, on vectors made for it; no model is loaded."""

import numpy as np
import pytest

from intake.vision.axes import Axes
from intake.vision.catalogue import SHORTLIST, CatalogueIndex, Mixing
from intake.vision.known import known, stands_out
from intake.vision.looks import Vectors, unit
from intake.vision.regions import alike
from intake.vision.scales import measure
from intake.vision.types import CatalogueProduct

D = 32
PLAIN = Axes.plain(D)


def catalogue(count: int, words: str = "") -> tuple[CatalogueIndex, Vectors]:
    """Products with two random pictures each, of three regions; the texts tell nothing."""
    rng = np.random.default_rng(1)
    products = [CatalogueProduct(f"P{n}", {"en": f"thing {words}{chr(97 + n % 26) * 5}"}) for n in range(count)]
    pictures = unit(rng.normal(size=(2 * count, 3, D)).astype(np.float32))
    texts = unit(rng.normal(size=(count, D)).astype(np.float32))
    owners = np.repeat(np.arange(count), 2)
    scales = measure(pictures, owners, texts, PLAIN)
    return CatalogueIndex("id", products, pictures, owners, texts, PLAIN, scales), pictures


def test_a_region_finds_its_like_wherever_it_stands() -> None:
    shots = unit(np.random.default_rng(2).normal(size=(1, 4, D)).astype(np.float32))
    moved = shots[:, [2, 0, 3, 1]]
    assert alike(shots, moved)[0, 0] == pytest.approx(1.0)
    assert alike(shots, -moved)[0, 0] < 0.5


@pytest.mark.parametrize("count", [3, SHORTLIST, 8 * SHORTLIST])
def test_a_picture_of_the_catalogue_is_its_product(count: int) -> None:
    index, pictures = catalogue(count)
    for row in (0, count - 1):
        assert index.seen(pictures[2 * row + 1], Mixing()).argmax() == row


def test_what_was_ordered_comes_into_question_in_a_large_catalogue_too() -> None:
    index, pictures = catalogue(8 * SHORTLIST)
    mixing = Mixing()
    plain = index.seen(pictures[0], mixing)
    absent = index.products[int(np.flatnonzero(np.isinf(plain))[0])].sku
    favour = index.favour("", {absent}, mixing)
    row = int(favour.argmax())
    assert np.isinf(plain[row])
    assert np.isfinite(index.seen(pictures[0], mixing, favour)[row])


def test_a_product_that_is_left_out_stands_out_less() -> None:
    index, pictures = catalogue(20)
    mixing = Mixing(known_at=10.0, known_slope=1.0)
    ours = index.seen(pictures[4], mixing)
    foreign = index.seen(pictures[4], mixing, without={"P2"})
    assert np.isinf(foreign[2])
    assert known(ours, mixing) > 0.9
    assert known(foreign, mixing) < known(ours, mixing)
    assert stands_out(ours) > stands_out(foreign)  # type: ignore[operator]


def test_two_products_tell_nothing_about_the_unknown() -> None:
    assert known(np.array([50.0, -50.0], np.float32), Mixing()) == 0.5


def test_fewer_regions_are_compared_as_if_there_were_no_others() -> None:
    index, pictures = catalogue(5)
    plain = Mixing(text=0.0)
    whole = index.with_regions(1).seen(pictures[4, :1], plain)
    assert whole.argmax() == 2
    assert whole[2] > index.with_regions(1).seen(pictures[4, 1:2], plain)[2]


def test_texts_have_a_say_where_they_find_their_pictures() -> None:
    rng = np.random.default_rng(3)
    pictures = unit(rng.normal(size=(12, 1, D)).astype(np.float32))
    owners = np.arange(12)
    assert measure(pictures, owners, pictures[:, 0], PLAIN).text >= 30.0
    assert measure(pictures, owners, unit(rng.normal(size=(12, D)).astype(np.float32)), PLAIN).text <= 2.0


def test_a_catalogue_of_one_product_has_a_scale() -> None:
    one = unit(np.ones((1, 1, D), np.float32))
    assert measure(one, np.zeros(1, int), one[:, 0], PLAIN).spread > 0


def test_more_pictures_of_a_product_are_compared_too() -> None:
    index, pictures = catalogue(4)
    strange = unit(np.random.default_rng(5).normal(size=pictures.shape[1:]).astype(np.float32))
    taught = index.with_references(strange[None], [index.products[2].sku])
    assert int(np.argmax(taught.seen(strange, Mixing()))) == 2
    assert taught.id == index.id
    assert index.seen(strange, Mixing())[2] < taught.seen(strange, Mixing())[2]
