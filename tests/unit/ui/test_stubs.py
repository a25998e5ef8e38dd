"""Gradio writes nothing beside our sources."""

import importlib
from pathlib import Path

import pytest

from intake.ui import theme

COMPONENT = """
import gradio as gr


class Shout(gr.HTML):
    EVENTS = ["change"]
"""


def test_a_component_class_leaves_no_stub_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert theme.theme(), "Gradio was imported through intake.ui"
    (tmp_path / "shouting_component.py").write_text(COMPONENT)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("shouting_component")
    assert not list(tmp_path.glob("*.pyi"))
