"""Fine-tunes multilingual-e5-small to messages by low-rank adapters, and writes intake/dialogue/weights/fine_tuned.npz.

    python -m training.fine_tuning   fits on all messages, in twenty minutes on two cores

The adapters (LoRA, Hu et al. 2021) change the upper layers of the side that reads messages; label attention (Mullenbach
et al. 2018) reads what they hold of each token. Adapters and head are learnt together, for all outputs at once.
"""

import math
import random
import time
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from torch import Tensor, nn

from intake.dialogue.fine_tuned import EPSILON, WEIGHTS, Head, save
from intake.e5.layers import FROZEN, PARTS
from intake.e5.query_side import ID, changed
from training.embedding.batches import batches
from training.embedding.tower import Scaled, Tower
from training.messages import Example, examples, tuned
from training.outputs import truths, was_read

RANK = 6
SCALE = 6  # of what the adapters add
EPOCHS, BATCH = 4, 48
RATES = {"adapters": 1.5e-3, "head": 2e-3}  # of AdamW, rising for a tenth of the steps, then falling along a cosine
DECAY = 0.01
LOST_STATES, LOST_HIDDEN = 0.1, 0.2  # dropout
HIDDEN = 128
LONGEST = 400  # characters of a message; the rest seldom changes what it is for

Vector = NDArray[np.float32]


class Adapted(nn.Module):
    """A linear layer with a low-rank change beside it, which is none at first."""

    def __init__(self, layer: Scaled) -> None:
        super().__init__()
        self.name = layer.name
        outputs = len(layer.bias)
        self.register_buffer("weights", layer.weights.view(outputs, -1), persistent=False)
        self.register_buffer("bias", layer.bias.detach(), persistent=False)
        inputs = self.weights.shape[1]
        self.down = nn.Parameter(torch.randn(inputs, RANK) / math.sqrt(inputs))
        self.up = nn.Parameter(torch.zeros(RANK, outputs))

    weights: Tensor
    bias: Tensor

    def forward(self, x: Tensor) -> Tensor:
        return functional.linear(x, self.weights, self.bias) + SCALE * (x @ self.down @ self.up)


class LabelAttention(nn.Module):
    """`intake.dialogue.fine_tuned.Head`, while it learns."""

    def __init__(self, width: int, outputs: int) -> None:
        super().__init__()
        self.attention = nn.Parameter(0.02 * torch.randn(width, outputs))
        self.attended = nn.Parameter(torch.zeros(width, outputs))
        self.mean = nn.Parameter(torch.zeros(width, outputs))
        self.hidden, self.outputs = nn.Linear(width, HIDDEN), nn.Linear(HIDDEN, outputs)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        states = functional.layer_norm(states, states.shape[-1:], eps=EPSILON)
        states = functional.dropout(states, LOST_STATES, self.training)
        counts = (states @ self.attention).masked_fill(~mask[..., None], -torch.inf).softmax(dim=1)
        said = (counts * (states @ self.attended)).sum(dim=1)
        mean = (states * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        hidden = functional.gelu(self.hidden(mean), approximate="tanh")
        odds: Tensor = said + mean @ self.mean + self.outputs(functional.dropout(hidden, LOST_HIDDEN, self.training))
        return odds

    def kept(self) -> Head:
        names = ("attention", "attended", "mean")
        matrices = {name: getattr(self, name).detach().numpy() for name in names}
        layers = {"hidden": self.hidden, "outputs": self.outputs}
        matrices |= {name: layer.weight.detach().numpy().T for name, layer in layers.items()}
        return Head(**matrices, hidden_bias=self.hidden.bias.detach().numpy(), bias=self.outputs.bias.detach().numpy())


def fit(known: Sequence[Example], epochs: int = EPOCHS) -> tuple[dict[str, Vector], Head]:
    """Adapters as `intake.e5.layers.adapted` names them, and the head."""
    random.seed(0)
    torch.manual_seed(0)
    tower = Tower(changed())
    tower.requires_grad_(False)
    adapters = adapt(tower)
    truth = torch.from_numpy(truths(known)).float()
    weight = torch.from_numpy(was_read(known)) * torch.tensor([[example.weight] for example in known])
    head = LabelAttention(tower.width, truth.shape[1])
    texts = [example.text[:LONGEST] for example in known]
    rare = _rarity(truth, weight)
    groups = {"adapters": [p for part in adapters for p in part.parameters()], "head": [*head.parameters()]}
    optimiser = torch.optim.AdamW(
        [{"params": groups[name], "lr": rate} for name, rate in RATES.items()], weight_decay=DECAY
    )
    steps = epochs * -(-len(texts) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [*RATES.values()], steps + epochs, pct_start=0.1)
    for epoch in range(epochs):
        began, losses = time.monotonic(), []
        for rows in batches(texts, BATCH):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states, mask = tower.states([texts[row] for row in rows])
            odds = head(states, mask)
            wrong = functional.binary_cross_entropy_with_logits(odds, truth[rows], pos_weight=rare, reduction="none")
            loss = (wrong * weight[rows]).sum(dim=1).mean()
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_([p for group in groups.values() for p in group], 5.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return kept(adapters), head.kept()


def adapt(tower: Tower) -> list[Adapted]:
    """Puts adapters beside the matrices of the tower's upper layers."""
    found = []
    for layer in list(tower.layers)[FROZEN:]:
        for part in PARTS:
            found.append(Adapted(getattr(layer, part)))
            setattr(layer, part, found[-1])
    return found


def kept(adapters: Sequence[Adapted]) -> dict[str, Vector]:
    return {
        name: values.detach().numpy()
        for part in adapters
        for name, values in ((f"{part.name}.down", part.down), (f"{part.name}.up", SCALE * part.up))
    }


def _rarity(truth: Tensor, weight: Tensor) -> Tensor:
    """Weights of what is true, so that rare outputs count: roots of how much more often they are not."""
    share = (truth * weight).sum(dim=0) / weight.sum(dim=0)
    return ((1 - share) / share.clamp(1e-3)).sqrt()


def main() -> None:
    save(WEIGHTS, ID, *fit([*examples(), *tuned()]))
    print(f"{WEIGHTS.name} {WEIGHTS.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
