"""Text as the rules compare it: sentences and folded words."""

import re
import unicodedata

_SENTENCE_END = re.compile(r"[.!?;:\n]+(?=\s|$)|\n+|\s[-–—]\s")
_WORD = re.compile(r"[^\W_]+|,")
_SPOKEN = re.compile(r"(?<!\w)[^\W\d_]+(?:'[^\W\d_]+)*(?!\w)")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_SPELT_OUT = re.compile(r"([aou])e")


def plain(text: str) -> str:
    """Lower case, composed letters, no apostrophes: "Doesn’t" becomes "doesnt"."""
    return re.sub(r"['’‘`´]", "", unicodedata.normalize("NFC", text).lower())


def fold(word: str) -> str:
    """One spelling for umlauts however they are typed: "zurück", "zurueck" and "zuruck" become the same."""
    return _SPELT_OUT.sub(r"\1", word.translate(_UMLAUTS))


def words(text: str) -> tuple[str, ...]:
    """The lower-case words and numbers of a text, as typed."""
    return tuple(word for word in _WORD.findall(plain(text)) if word != ",")


def spoken_words(text: str) -> list[str]:
    """The words as a dictionary has them, "i'm" with its apostrophe: without it, it would be the German "im"."""
    spoken = without_addresses(unicodedata.normalize("NFC", text).lower())
    return _SPOKEN.findall(re.sub(r"[’‘`´]", "'", spoken))


def without_addresses(text: str) -> str:
    """The text without what is of no language: addresses of mail and web."""
    return _ADDRESS.sub(" ", text)


def sentences(text: str) -> list[tuple[list[str], bool]]:
    """Each sentence as its tokens (words and commas, not folded) and whether it ends in a question mark."""
    found = []
    start = 0
    lowered = plain(text)
    for end in [*_SENTENCE_END.finditer(lowered), None]:
        tokens = _WORD.findall(lowered[start : end.start() if end else None])
        if tokens:
            found.append((tokens, bool(end and "?" in end.group())))
        start = end.end() if end else start
    return found
