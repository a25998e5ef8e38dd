"""A small shop's policies, written into a folder."""

from pathlib import Path


def pool_policies(folder: Path) -> Path:
    """`folder`, made, with two documents in it."""
    folder.mkdir()
    (folder / "hours.md").write_text("# Hours\n\n## Week\n\nThe pool opens at nine.\n\n## Sunday\n\nThe pool is shut.")
    (folder / "towels.md").write_text("# Towels\n\nTowels are rented for two euros at the entrance of the pool.")
    return folder
