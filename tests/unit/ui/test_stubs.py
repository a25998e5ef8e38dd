"""Gradio writes nothing beside our sources."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COMPONENT = """
from intake.ui import theme

import gradio as gr


class Shout(gr.HTML):
    EVENTS = ["change"]
"""


def test_a_component_class_leaves_no_stub_behind(tmp_path: Path) -> None:
    (tmp_path / "shouting_component.py").write_text(COMPONENT)
    importing = f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]; import shouting_component"
    # In a process of its own: here another test may have imported Gradio before.
    subprocess.run([sys.executable, "-W", "ignore", "-c", importing], check=True)
    assert not list(tmp_path.glob("*.pyi"))
