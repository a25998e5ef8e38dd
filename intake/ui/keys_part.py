"""Keys for what staff do a hundred times a day, and the list of them that "?" opens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import gradio as gr
from pydantic import TypeAdapter

from intake import fast_yaml
from intake.ui.messages import Wording, templates
from intake.ui.sessions import Session

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Key:
    """What keys do: `step` so many claims down the queue, or `go` to an element of the page; see `keys.yaml`."""

    keys: tuple[str, ...]
    says: str  # wording key
    step: int = 0
    go: str = ""
    fold: str = ""


class KeysPart:
    """The list is the table as well by which the browser acts."""

    def __init__(self, wording: Callable[[str], Wording]) -> None:
        self._wording, self._templates = wording, templates()

    def lay_out(self) -> None:
        script = (HERE / "keys.js").read_text(encoding="utf-8")
        self.dialog = gr.HTML("", elem_id="keys", js_on_load=script, apply_default_css=False)

    def show(self, session: Session) -> str:
        words = self._wording(session.language)
        return self._templates.get_template("keys.html").render(t=words, language=session.language, keys=keys())


@cache
def keys() -> tuple[Key, ...]:
    """All keys of `keys.yaml`."""
    return TypeAdapter(tuple[Key, ...]).validate_python(fast_yaml.safe_load((HERE / "keys.yaml").read_text("utf-8")))
