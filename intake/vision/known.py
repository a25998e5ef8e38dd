"""Whether a photo shows a product of the catalogue at all."""

import numpy as np
from numpy.typing import NDArray

from intake.vision.catalogue import Mixing


def stands_out(seen: NDArray[np.float32]) -> float | None:
    """How far the best product's logit lies above the mean of the others; None with fewer than three to compare.

    What the catalogue doesn't have is about equally unlike everything, whatever the light and the place: so a photo is
    measured against itself, which a flat limit of similarity can't do. -inf marks what wasn't compared.
    """
    compared = np.sort(seen[np.isfinite(seen)])
    return float(compared[-1] - compared[:-1].mean()) if len(compared) > 2 else None


def known(seen: NDArray[np.float32], mixing: Mixing) -> float:
    """Probability, 0..1, that the product is one of the catalogue; as many known as unknown ones expected.

    One logistic regression (Platt 1999), fitted on training photos with each product left out of the catalogue in turn.
    """
    distance = stands_out(seen)
    if distance is None:
        return 0.5
    return float(1 / (1 + np.exp(-np.clip(mixing.known_slope * (distance - mixing.known_at), -30, 30))))
