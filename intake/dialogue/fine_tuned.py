"""Messages as the fine-tuned multilingual-e5-small reads them, token by token.

Low-rank adapters (LoRA, Hu et al. 2021) change what its layers hold of each token; of these states each output takes a
mean of its own, weighted by attention (label attention, Mullenbach et al. 2018), so that one word in a long message can
decide. `python -m training.fine_tuning` fits both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from intake.dialogue.packing import packed_together, unpacked_together

WEIGHTS = Path(__file__).parent / "weights" / "fine_tuned.npz"
EPSILON = 1e-5  # of the norm before the head
HEAD = ("attention", "attended", "mean", "hidden", "outputs")

Vector = NDArray[np.float32]


class Encoder(Protocol):
    """Texts token by token, e.g. `intake.e5.layers.Layers`."""

    def states(self, text: str, adapter: Mapping[str, Vector]) -> Vector: ...


@dataclass(frozen=True)
class Head:
    """States of tokens to log odds. Matrices are (width, outputs), but for the hidden layer's (width, units), (units,
    outputs)."""

    attention: Vector  # how much a token counts for an output
    attended: Vector  # what it says where it counts
    mean: Vector  # what the mean of all tokens says
    hidden: Vector
    outputs: Vector
    hidden_bias: Vector  # (units,)
    bias: Vector  # (outputs,)

    def scores(self, states: Vector) -> Vector:
        """Log odds (outputs,) of states (tokens, width)."""
        states = _normed(states)
        counts = _softmax(states @ self.attention)
        said = (counts * (states @ self.attended)).sum(axis=0)
        mean = states.mean(axis=0)
        odds: Vector = said + mean @ self.mean + _gelu(mean @ self.hidden + self.hidden_bias) @ self.outputs + self.bias
        return odds


class FineTuned:
    """Threads may share it."""

    def __init__(self, encoder: Encoder, adapter: Mapping[str, Vector], head: Head) -> None:
        self._encoder, self._adapter, self._head = encoder, adapter, head

    @classmethod
    def load(cls, encoder: Encoder, made_with: str, weights: Path = WEIGHTS) -> "FineTuned":
        """Raises `ValueError` where the weights were fitted to another encoder than `made_with`."""
        return cls(encoder, *load(weights, made_with))

    def scores(self, text: str) -> Vector:
        """Log odds of each output."""
        return self._head.scores(self._encoder.states(text, self._adapter))


def load(path: Path, made_with: str) -> tuple[dict[str, Vector], Head]:
    """Adapter and head. Raises `ValueError` where they were fitted to another encoder than `made_with`."""
    with np.load(path) as kept:
        if str(kept["encoder"]) != made_with:
            raise ValueError(f"{path} belongs to {kept['encoder']}, not to {made_with}.")
        shapes = [(int(a), int(b)) for a, b in kept["shapes"]]
        unpacked = unpacked_together(kept["steps"], kept["highest"], shapes)
        matrices = dict(zip(kept["names"].tolist(), unpacked, strict=True))
        biases = {name: kept[name].astype(np.float32) for name in ("hidden_bias", "bias")}
    head = Head(**{name: matrices.pop(name) for name in HEAD}, **biases)
    return {name: np.ascontiguousarray(_turned(name, part)) for name, part in matrices.items()}, head


def save(path: Path, made_with: str, adapter: Mapping[str, Vector], head: Head) -> None:
    """What `load` reads; five bits a weight."""
    matrices = {name: _turned(name, part) for name, part in adapter.items()}
    matrices |= {name: getattr(head, name) for name in HEAD}
    steps, highest = packed_together(list(matrices.values()))
    np.savez_compressed(
        path,
        encoder=made_with,
        names=list(matrices),
        shapes=[part.shape for part in matrices.values()],
        steps=steps,
        highest=highest.astype(np.float16),
        hidden_bias=head.hidden_bias.astype(np.float16),
        bias=head.bias.astype(np.float16),
    )


def _turned(name: str, part: Vector) -> Vector:
    """So that the weights of a rank stand in one column, on both sides."""
    return part.T if name.endswith(".up") else part


def _normed(states: Vector) -> Vector:
    centred = states - states.mean(axis=1, keepdims=True)
    normed: Vector = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(EPSILON))
    return normed


def _softmax(values: Vector) -> Vector:
    """Over the first axis."""
    raised = np.exp(values - values.max(axis=0))
    share: Vector = raised / raised.sum(axis=0)
    return share


def _gelu(values: Vector) -> Vector:
    """By its usual approximation (Hendrycks and Gimpel 2016)."""
    result: Vector = values / 2 * (1 + np.tanh(np.float32(np.sqrt(2 / np.pi)) * (values + 0.044715 * values**3)))
    return result
