"""What identifies a person or an order stays here: it is replaced before a text goes to a language model."""

import re

EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
CLAIM = re.compile(r"\b[^\W_]{3}-[^\W_]{3}-[^\W_]{2}\b")
DIGITS = re.compile(r"\+?\d(?:[\s/().-]{0,2}\d){3,}")  # phone, order, account and postal numbers; not "14" or "2,50"


def masked(text: str) -> str:
    """`text` without e-mail addresses, links, claim numbers, and numbers of four digits or more."""
    for pattern, name in ((EMAIL, "[e-mail]"), (LINK, "[link]"), (CLAIM, "[number]"), (DIGITS, "[number]")):
        text = pattern.sub(name, text)
    return text
