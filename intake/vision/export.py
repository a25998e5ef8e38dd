"""Makes an open_clip model folder serve without torch: two ONNX graphs whose weights stay in the safetensors file."""

import json
import struct
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper
from onnx.external_data_helper import set_external_data
from onnxscript import optimizer

from intake.errors import ModelUnavailable
from intake.vision.fingerprint import SERVING, Fingerprint
from intake.vision.onnx_tower import IMAGE, TEXT, WEIGHTS, OnnxTower
from intake.vision.open_clip_tower import WRAPPED, OpenClipTower
from intake.vision.pixels import RESIZE_MODES

_KINDS = {"F16": TensorProto.FLOAT16, "BF16": TensorProto.BFLOAT16, "F32": TensorProto.FLOAT}


def export(folder: Path) -> dict[str, float]:
    """Writes graphs, `serving.json` and `fingerprint.npz` beside the weights, and checks them against open_clip.

    Returns the lowest cosines of pictures, details and texts, which stand in `serving.json` too. Raises
    ModelUnavailable when the model can't be exported or one of them is below 0.999: then the folder serves
    through torch as before.
    """
    (folder / SERVING).unlink(missing_ok=True)
    tower = OpenClipTower(folder, "", "")
    settings = _settings(tower)
    stored = _stored(folder / WEIGHTS)
    (folder / IMAGE).write_bytes(_graph(tower.image_graph(), stored))
    (folder / TEXT).write_bytes(_graph(tower.text_graph(), stored))
    expected = Fingerprint.of(tower)
    expected.save(folder)
    _write(folder, settings)
    try:
        found = Fingerprint.of(OnnxTower(folder)).likeness(expected)
    except ModelUnavailable:
        (folder / SERVING).unlink()
        raise
    _write(folder, settings | {"cosine_to_open_clip": {part: round(value, 6) for part, value in found.items()}})
    return found


def _settings(tower: OpenClipTower) -> dict[str, Any]:
    pixels = tower.pixels
    if pixels["resize"] not in RESIZE_MODES:
        raise ModelUnavailable(f"Its pictures are fitted by {pixels['resize']!r}; only {RESIZE_MODES} are exported.")
    return {"context_length": tower.context_length, "pixels": pixels}


def _write(folder: Path, settings: dict[str, Any]) -> None:
    (folder / SERVING).write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def _stored(file: Path) -> dict[str, tuple[str, list[int], int, int]]:
    """Kind, shape, offset and length in bytes of each tensor of a safetensors file (its header is JSON)."""
    with file.open("rb") as data:
        (length,) = struct.unpack("<Q", data.read(8))
        header = json.loads(data.read(length))
    header.pop("__metadata__", None)
    return {
        name: (entry["dtype"], entry["shape"], 8 + length + entry["data_offsets"][0], _size(entry["data_offsets"]))
        for name, entry in header.items()
    }


def _size(span: list[int]) -> int:
    return span[1] - span[0]


def _graph(model: onnx.ModelProto, stored: dict[str, tuple[str, list[int], int, int]]) -> bytes:
    """The simplified graph with its weights by reference.

    Weights are inputs while constants are folded, so that none is folded away; the runtime widens and fuses them.
    """
    weights = [i for i in model.graph.initializer if i.name.removeprefix(WRAPPED) in stored]
    for weight in weights:
        model.graph.initializer.remove(weight)
        model.graph.input.append(helper.make_tensor_value_info(weight.name, weight.data_type, list(weight.dims)))
    model = optimizer.optimize(model)
    for value in list(model.graph.input)[1:]:
        model.graph.input.remove(value)
        _refer(model.graph, value.name, *stored[value.name.removeprefix(WRAPPED)])
    _strip(model)
    return bytes(model.SerializeToString())


def _refer(graph: onnx.GraphProto, name: str, kind: str, shape: list[int], offset: int, length: int) -> None:
    """Lets `name` come from the weights' file, widened to float; rows of a table are widened after they are picked."""
    tensor = TensorProto(name=f"{name}.stored", data_type=_KINDS[kind], dims=shape, raw_data=b"")
    set_external_data(tensor, WEIGHTS, offset=offset, length=length)
    tensor.ClearField("raw_data")
    graph.initializer.append(tensor)
    users = [node for node in graph.node if name in node.input]
    if all(node.op_type == "Gather" for node in users):
        for node in users:
            picked = node.output[0]
            node.input[0], node.output[0] = tensor.name, f"{picked}.stored"
            graph.node.insert(list(graph.node).index(node) + 1, _widen(node.output[0], picked))
    else:
        graph.node.insert(0, _widen(tensor.name, name))


def _widen(source: str, target: str) -> onnx.NodeProto:
    return helper.make_node("Cast", [source], [target], to=TensorProto.FLOAT)


def _strip(model: onnx.ModelProto) -> None:
    """Takes out what the exporter notes about itself: paths of this machine and Python stacks."""
    del model.graph.value_info[:], model.functions[:], model.metadata_props[:], model.graph.metadata_props[:]
    for node in model.graph.node:
        node.ClearField("doc_string")
        del node.metadata_props[:]
