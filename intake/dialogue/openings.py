"""What is said before a question and has nothing to do with it: "ok. und wer zahlt das Porto"."""

import re
from pathlib import Path

from intake import fast_yaml

FILE = Path(__file__).parent / "openings.yaml"
_PHRASES = sorted(
    (phrase for line in fast_yaml.base_load(FILE.read_text(encoding="utf-8")) for phrase in line), key=len
)
_OPENING = re.compile(rf"(?:(?:{'|'.join(map(re.escape, reversed(_PHRASES)))})\s*[,.!;:–-]+\s*)+(?=\S)", re.IGNORECASE)


def without_opening(text: str) -> str:
    """The text behind such words and a stop; the whole text where nothing follows them."""
    found = _OPENING.match(text)
    return text[found.end() :] if found else text
