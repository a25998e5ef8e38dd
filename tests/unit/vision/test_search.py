"""The first look at a large catalogue finds what comparing everything finds."""

import numpy as np
import pytest

from intake.vision.looks import Vectors, unit
from intake.vision.search import EXACT, Search

SIDE, PICTURES = 48, 3


def shop(products: int) -> tuple[Vectors, np.ndarray]:
    """Products in families, as shops have them: three pictures each, two regions a picture."""
    rng = np.random.default_rng(5)
    families = rng.standard_normal((products // 10, SIDE))
    own = families[np.arange(products) % len(families)] + 0.7 * rng.standard_normal((products, SIDE))
    pictures = np.repeat(own, PICTURES, axis=0)[:, None] + 0.3 * rng.standard_normal((products * PICTURES, 2, SIDE))
    return unit(pictures.astype(np.float32)), np.arange(0, products * PICTURES + 1, PICTURES)


def exactly(pictures: Vectors, photo: Vectors, wanted: int) -> list[int]:
    likeness = unit(pictures.mean(axis=1)) @ photo
    return list(np.argsort(-likeness.reshape(-1, PICTURES).max(axis=1), kind="stable")[:wanted])


def photo_of(pictures: Vectors, product: int) -> Vectors:
    noise = 0.05 * np.random.default_rng(product).standard_normal(SIDE)
    return unit((pictures[product * PICTURES].mean(axis=0) + noise).astype(np.float32))


@pytest.mark.parametrize("products", [40, EXACT // 2])
def test_the_closest_products_come_first(products: int) -> None:
    pictures, starts = shop(products)
    search = Search(pictures.astype(np.float16), starts)
    for product in range(0, products, products // 8):
        photo = photo_of(pictures, product)
        found, truth = search.closest(photo, 10), exactly(pictures, photo, 10)
        assert found[0] == product == truth[0]
        assert len(set(found) & set(truth)) >= 8


def test_only_those_asked_for_are_looked_at() -> None:
    pictures, starts = shop(40)
    search = Search(pictures, starts)
    assert list(search.closest(photo_of(pictures, 7), 5, np.array([7, 30]))) == [7, 30]
    assert len(search.closest(photo_of(pictures, 7), 5, np.array([], np.int64))) == 0
