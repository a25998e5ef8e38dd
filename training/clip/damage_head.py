"""The damage head while it learns; `intake.vision.damage_head` serves what `save` writes.

Every cell of the finer map is asked for every damage type, and the boxes teach it: outside of a type's boxes no cell
may speak for the type, inside of a box at least some must, because a crack fills little of its box (multiple-instance
learning with a soft maximum, after Pinheiro and Collobert, CVPR 2015). Beside them a linear classifier reads the
strongest answers of both layers and the picture's vector; serving adds up the logits of both.
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from intake.vision.damage import VISIBLE
from training.clip.features import CELLS, TYPES
from training.clip.photos import INTACT

VECTOR_SCALE = 10.0  # unit vectors have entries of about 0.05, details of about 1: the head sees both at one scale
_HIDDEN = 96
_OTHER_BOX = 0.1  # weight of "not this type" inside another type's box: types are alike, and boxes coarse


class DamageHead(nn.Module):
    """`cells` asks each cell, `classify` the whole picture."""

    def __init__(self, vector: int = 384, last: int = 1280, fine: int = 120) -> None:
        super().__init__()
        self.last = nn.Conv2d(last, _HIDDEN, 1)
        self.fine = nn.Conv2d(fine, _HIDDEN, 1, bias=False)
        self.types = nn.Conv2d(_HIDDEN, TYPES, 1)
        self.linear = nn.Linear(vector + last + fine, len(VISIBLE))
        nn.init.constant_(self.types.bias, -3.0)  # most cells show no damage

    def cells(self, last: Tensor, fine: Tensor) -> Tensor:
        """(n, TYPES, 2h, 2w) logits from the maps (n, c, h, w) and (n, f, 2h, 2w)."""
        coarse = self.last(F.dropout2d(last, 0.2, self.training))
        return self.types(F.relu(F.interpolate(coarse, scale_factor=2) + self.fine(fine)))

    def inputs(self, vectors: Tensor, last: Tensor, fine: Tensor) -> Tensor:
        """(n, d + c + f) what the linear classifier reads."""
        strongest = [_even(part.amax(dim=(2, 3))) for part in (last, fine)]
        seen = F.dropout(torch.cat(strongest, dim=1), 0.3, self.training)
        return torch.cat([VECTOR_SCALE * vectors, seen], dim=1)

    @classmethod
    def of(cls, file: Path) -> "DamageHead":
        """The cells of a head that was saved, to go on with; its linear classifier starts anew."""
        head = cls()
        with np.load(file) as saved, torch.no_grad():
            for part, name in ((head.last, "last"), (head.fine, "fine"), (head.types, "types")):
                part.weight.copy_(torch.from_numpy(saved[name].astype(np.float32).T[:, :, None, None]))
            head.last.bias.copy_(torch.from_numpy(saved["hidden_bias"].astype(np.float32)))
            head.types.bias.copy_(torch.from_numpy(saved["types_bias"].astype(np.float32)))
        return head

    def save(self, file: Path) -> None:
        """Writes the arrays of `intake.vision.damage_head.DamageHead`, in half precision."""
        weights = self.linear.weight.detach().clone()
        weights[:, :384] *= VECTOR_SCALE
        arrays = {
            "last": self.last.weight[:, :, 0, 0].T,
            "fine": self.fine.weight[:, :, 0, 0].T,
            "hidden_bias": self.last.bias,
            "types": self.types.weight[:, :, 0, 0].T,
            "types_bias": self.types.bias,
            "weights": weights,
            "bias": self.linear.bias,
        }
        np.savez(file, allow_pickle=False, **{k: v.detach().half().numpy() for k, v in arrays.items()})


def _even(part: Tensor) -> Tensor:
    return part / (part.pow(2).mean(dim=1, keepdim=True) + 1e-6).sqrt()


def soft_maximum(cells: Tensor) -> Tensor:
    """As in serving: log of the sum of exponentials over the cells, less the log of a side."""
    return cells.flatten(2).logsumexp(dim=2) - float(np.log(CELLS))


def places_loss(cells: Tensor, inside: Tensor) -> Tensor:
    """How badly the cells (n, TYPES, h, w) agree with the boxes `inside` of each type."""
    boxes = inside.float()
    another = boxes.amax(dim=1, keepdim=True) * (1 - boxes)
    silent = F.softplus(cells) * (1 - boxes) * (1 - (1 - _OTHER_BOX) * another)
    size = boxes.sum(dim=(2, 3)).clamp(min=1)
    some = cells.masked_fill(~inside, -30.0).flatten(2).logsumexp(dim=2) - size.log()
    all_of_it = (F.softplus(-cells) * boxes).sum(dim=(2, 3)) / size
    there = inside.flatten(2).any(dim=2)
    spoken = ((F.softplus(-some) + 0.3 * all_of_it) * there).sum(dim=1)
    return 6 * silent.mean(dim=(2, 3)).sum(dim=1).mean() + spoken.mean()


def types_loss(cells: Tensor, damage: Tensor, weight: Tensor) -> Tensor:
    """Cross-entropy of the soft maxima with the photo's damages, intact at 0."""
    strongest = soft_maximum(cells)
    intact = torch.zeros_like(strongest[:, :1])
    return F.cross_entropy(torch.cat([strongest, intact], dim=1), damage, weight=weight)


def balance() -> Tensor:
    """Intact photos are many: they weigh half."""
    weight = torch.ones(len(VISIBLE))
    weight[INTACT] = 0.5
    return weight
