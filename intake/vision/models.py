"""Pretrained open_clip models: which are worth having, fetched once into a folder and served from there offline."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from intake import fast_yaml
from intake.errors import ModelUnavailable

_LIST = Path(__file__).parent / "models.yaml"
CONFIG, WEIGHTS = "open_clip_config.json", "open_clip_model.safetensors"
_FILES = [CONFIG, WEIGHTS, "*token*", "*.model", "special_tokens_map.json", "vocab*", "merges.txt", "README.md"]


@dataclass(frozen=True)
class Model:
    """A model that open_clip knows. `megabytes` is what is fetched; `repository` is its name on the hub."""

    name: str
    pretrained: str
    repository: str
    licence: str
    megabytes: int
    languages: str
    recommended: bool = False


def known() -> tuple[Model, ...]:
    return tuple(Model(**entry) for entry in fast_yaml.safe_load(_LIST.read_text(encoding="utf-8")))


def installed(root: Path, name: str, pretrained: str = "") -> Path | None:
    """The folder of a model that was fetched into `root`; None for one that wasn't.

    Raises ModelUnavailable with the remedy for a folder that is damaged.
    """
    for model in known():
        if model.name == name and pretrained in ("", model.pretrained) and (folder := _folder(root, model)).is_dir():
            _check(folder, model)
            return folder
    return None


def fetch(root: Path, name: str, pretrained: str = "", again: bool = False, endpoint: str | None = None) -> Path:
    """Fetches a model of the list and returns its folder; what is there already is not fetched again.

    `again` throws away what is there. `endpoint` is the address of a hub other than the default one.
    Raises ModelUnavailable with the remedy: unknown name, no network, or a download that is not whole.
    """
    model = next((m for m in known() if m.name == name and pretrained in ("", m.pretrained)), None)
    if model is None:
        names = ", ".join(sorted({m.name for m in known()}))
        raise ModelUnavailable(
            f"{name!r} is none of the listed models ({names}). Any other open_clip model serves without fetching: "
            "set INTAKE_CLIP_MODEL and INTAKE_CLIP_PRETRAINED, or a folder as local-dir:/path."
        )
    folder = _folder(root, model)
    if again:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(_part(folder), ignore_errors=True)
    if not (folder / WEIGHTS).is_file():
        _download(model, folder, endpoint)
    _check(folder, model)
    return folder


def _folder(root: Path, model: Model) -> Path:
    return root / f"{model.name}-{model.pretrained}"


def _part(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.part")


def _download(model: Model, folder: Path, endpoint: str | None) -> None:
    """Into a folder beside, which becomes the model's own when it is whole; a killed download goes on there."""
    from huggingface_hub import snapshot_download

    part = _part(folder)
    try:
        snapshot_download(model.repository, local_dir=part, allow_patterns=_FILES, endpoint=endpoint)
    except Exception as error:  # the hub's client raises a dozen kinds, and its transport more
        raise ModelUnavailable(
            f"{model.name} can't be fetched: {error}. Check the network and try again (what has come stays), "
            f"or bring the files of {model.repository} in a folder and set INTAKE_CLIP_MODEL=local-dir:/path."
        ) from error
    _check(part, model)
    part.replace(folder)


def _check(folder: Path, model: Model) -> None:
    if not ((folder / CONFIG).is_file() and _whole(folder / WEIGHTS)):
        again = f"python -m intake models fetch {model.name} --pretrained {model.pretrained} --again"
        raise ModelUnavailable(f"{folder} is damaged or not whole. Fetch it again: `{again}`.")


def _whole(weights: Path) -> bool:
    """Whether a safetensors file is as long as its own table of tensors says."""
    try:
        with weights.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            tensors = json.loads(file.read(length))
        end = max(tensor["data_offsets"][1] for name, tensor in tensors.items() if name != "__metadata__")
        return weights.stat().st_size == 8 + length + int(end)
    except (OSError, ValueError, KeyError, TypeError, MemoryError, OverflowError):
        return False
