"""A small net beside the linear classifiers of meaning: it sees what embeddings have in common that no line divides.

One hidden layer over the sentence embedding of whole messages, fitted on the same examples and for the same outputs.
Linear classifiers and net err differently, so their mean errs less.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from intake.dialogue.meaning import packed
from training.messages import Example
from training.outputs import truths, was_read

HIDDEN = 128
EPOCHS, BATCH, RATE, DECAY = 12, 64, 2e-3, 0.05  # of AdamW, the rate falling along a cosine
LOST_INPUTS, LOST_HIDDEN = 0.1, 0.3  # dropout
SEED = 0
RARE = 0.5  # exponent of how much more a rare output's examples weigh

Floats = NDArray[np.float32]


def fit(dense: Floats, known: Sequence[Example]) -> nn.Sequential:
    """The net, given embeddings (examples, dimensions) as `Featuriser` scales them."""
    torch.manual_seed(SEED)
    truth = truths(known).astype(np.float32)
    weight = was_read(known) * np.array([example.weight for example in known], np.float32)[:, None]
    share = (truth * weight).sum(axis=0) / weight.sum(axis=0)
    rare = torch.tensor(((1 - share) / np.maximum(share, 1e-3)) ** RARE)
    net = nn.Sequential(
        nn.Dropout(LOST_INPUTS),
        nn.Linear(dense.shape[1], HIDDEN),
        nn.GELU(approximate="tanh"),
        nn.Dropout(LOST_HIDDEN),
        nn.Linear(HIDDEN, truth.shape[1]),
    )
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(dense) // BATCH)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    rows, true, weights = (torch.from_numpy(part.astype(np.float32)) for part in (dense, truth, weight))
    for _ in range(EPOCHS):
        for batch in torch.split(torch.randperm(len(rows)), BATCH):
            odds = net(rows[batch])
            losses = nn.functional.binary_cross_entropy_with_logits(
                odds, true[batch], pos_weight=rare, reduction="none"
            )
            optimiser.zero_grad()
            torch.autograd.backward((losses * weights[batch]).mean())
            optimiser.step()
            falling.step()
    return net.eval()


def save(path: Path, net: nn.Sequential, embedding: str) -> None:
    kept: dict[str, object] = {"embedding": embedding}
    for number, layer in enumerate(one for one in net if isinstance(one, nn.Linear)):
        steps, highest = packed(layer.weight.detach().numpy().T)
        kept |= {f"steps{number}": steps, f"highest{number}": highest, f"bias{number}": layer.bias.detach().numpy()}
    np.savez_compressed(path, **kept)  # type: ignore[arg-type]
