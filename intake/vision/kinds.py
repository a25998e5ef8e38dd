"""Whether a photo shows a product, a parcel, or neither."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intake.vision.looks import Vectors
from intake.vision.types import PhotoKind

KIND_HEAD = "kind_head.npz"  # beside weights that bring one
KINDS = tuple(PhotoKind)


@dataclass(frozen=True)
class KindHead:
    """A linear classifier on image vectors: `weights` (kinds, d), `bias` (kinds,)."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def beside(cls, folder: Path | None) -> "KindHead | None":
        """The head of the weights in `folder`; None where they bring none."""
        file = folder / KIND_HEAD if folder else None
        if file is None or not file.is_file():
            return None
        with np.load(file) as saved:
            return cls(saved["weights"], saved["bias"])

    def kind(self, vector: Vectors) -> PhotoKind:
        """Of one photo's unit vector (d,)."""
        return KINDS[int((self.weights @ vector + self.bias).argmax())]
