"""The look of both pages: the palette is in theme.css, Gradio's own components are pointed at it."""

from pathlib import Path

import gradio as gr

FOLDER = Path(__file__).resolve().parent
CSS = FOLDER / "theme.css"
# The system's own fonts: nothing is loaded, least of all from another host.
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def theme() -> gr.themes.Base:
    """Gradio's plainest theme in the shop's colours."""
    base = gr.themes.Base(font=list(SANS), font_mono=list(MONO), radius_size=gr.themes.sizes.radius_lg)
    colours = {
        "body_background_fill": "var(--canvas)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--ink-soft)",
        "background_fill_primary": "var(--surface)",
        "background_fill_secondary": "var(--canvas)",
        "border_color_primary": "var(--line)",
        "block_background_fill": "var(--surface)",
        "block_border_color": "var(--line)",
        "block_label_text_color": "var(--ink)",
        "block_title_text_color": "var(--ink)",
        "input_background_fill": "var(--surface)",
        "input_border_color": "var(--line-strong)",
        "input_border_color_focus": "var(--leaf)",
        "input_placeholder_color": "var(--ink-soft)",
        "button_primary_background_fill": "var(--leaf)",
        "button_primary_background_fill_hover": "var(--leaf-deep)",
        "button_primary_text_color": "var(--on-leaf)",
        "button_secondary_background_fill": "var(--surface)",
        "button_secondary_background_fill_hover": "var(--canvas)",
        "button_secondary_border_color": "var(--line-strong)",
        "button_secondary_text_color": "var(--ink)",
        "color_accent": "var(--leaf)",
    }
    dark = {f"{name}_dark": value for name, value in colours.items() if name != "color_accent"}
    return base.set(**colours, **dark)
