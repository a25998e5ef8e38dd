"""Keeps the sections of benchmarks/RESULTS.md, each written by its own command."""

import re
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def put(title: str, text: str) -> None:
    """Replace the section under the heading `title`, or add it at the end."""
    section = f"# {title}\n\n{text.strip()}\n"
    sections = re.split(r"(?m)^(?=# )", RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "")
    others = [(one.partition("\n")[0], one.strip() + "\n") for one in sections if one.strip()]
    kept = [section if head == f"# {title}" else one for head, one in others]
    if section not in kept:
        kept.append(section)
    RESULTS.write_text("\n".join(kept), encoding="utf-8")
