"""How much each product signal weighs, fitted on tuning photos; and from when on a product counts as unknown."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product as grid

import numpy as np
from scipy.optimize import minimize

from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.damage import probabilities
from intake.vision.known import stands_out
from intake.vision.looks import Vectors

TEMPERATURES = (0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
TEXTS = (0.0, 0.25, 0.5, 1.0)


def fit_mixing(index: CatalogueIndex, photos: Sequence[Vectors], skus: Sequence[str]) -> Mixing:
    """The weights of least negative log-likelihood for photos (each its regions (r, c)) of products `skus`.

    A SKU that the catalogue doesn't have ("" for a photo of no product) counts for what is unknown alone.
    """
    rows = {product.sku: row for row, product in enumerate(index.products)}
    ours = [(photo, rows[sku]) for photo, sku in zip(photos, skus, strict=True) if sku in rows]
    options = [Mixing(temperature, text) for temperature, text in grid(TEMPERATURES, TEXTS)]
    return fit_known(index, photos, skus, min(options, key=lambda mixing: _loss(index, ours, mixing)))


def _loss(index: CatalogueIndex, photos: Sequence[tuple[Vectors, int]], mixing: Mixing) -> float:
    return -float(np.mean([np.log(probabilities(index.seen(photo, mixing))[row] + 1e-9) for photo, row in photos]))


def fit_known(index: CatalogueIndex, photos: Sequence[Vectors], skus: Sequence[str], mixing: Mixing) -> Mixing:
    """`mixing` with the limit of the unknown: every photo once as it is, once with its product left out."""
    ours = {product.sku for product in index.products}
    whole = [stands_out(index.seen(photo, mixing)) for photo in photos]
    left_out = [
        stands_out(index.seen(p, mixing, without={sku})) for p, sku in zip(photos, skus, strict=True) if sku in ours
    ]
    known = [distance for distance, sku in zip(whole, skus, strict=True) if sku in ours]
    unknown = [*left_out, *(distance for distance, sku in zip(whole, skus, strict=True) if sku not in ours)]
    slope, at = _logistic(np.array(known, float), np.array(unknown, float))
    return replace(mixing, known_slope=round(slope, 4), known_at=round(at, 4))


def _logistic(known: np.ndarray, unknown: np.ndarray) -> tuple[float, float]:
    """Slope and middle of a logistic regression in which both sides weigh the same."""

    def loss(weights: np.ndarray) -> float:
        slope, at = weights
        yes, no = np.logaddexp(0, -slope * (known - at)), np.logaddexp(0, slope * (unknown - at))
        return float(yes.mean() + no.mean())

    middle = (known.mean() + unknown.mean()) / 2
    slope, at = minimize(loss, np.array([0.5, middle]), method="Nelder-Mead").x
    return float(slope), float(at)
