"""What of a message is set aside: a product that it isn't about."""

import re

_CLAUSE = r"(?:(?!\b(?:aber|sondern|but)\b)[^,.;:!?])*"
_GOOD = "great|fine|okay|ok|good|lovely|perfect|undamaged|gut|super|top|tiptop|heil|unversehrt|in ordnung"
_SOFTLY = "obviously|though|too|anyway|btw|geblieben|angekommen|zum glück|noch|of course|natürlich"
TAKEN_BACK = re.compile(
    rf"\b(?:nicht|not|kein\w*|statt|instead of|(?:zusammen|gemeinsam) mit|(?:together|along) with)\b{_CLAUSE}"
    rf"|(?<!\w){_CLAUSE}\b(?:behalt\w*|keep(?:ing)?|bleib(?:t|en))\b{_CLAUSE}"
    rf"|(?<!\w)(?:[^,.;:!?]*,[^,.;:!?]*,(?=\s*(?:is|ist|are|sind|san)\b))?{_CLAUSE}"
    rf"\b(?<!not )(?<!nicht )(?:{_GOOD})(?:\s(?:{_SOFTLY}))?(?=\s*(?:[,.;:!?]|$))",
    re.IGNORECASE,
)


def without_taken_back(text: str) -> str:
    """ "not the stool, the chair" is about the chair, and so is "I keep the stool, the chair goes back".

    What came "together with" the kettle isn't the kettle.
    """
    return TAKEN_BACK.sub(" ", text).strip()


def set_aside(text: str) -> str:
    """The words that `without_taken_back` leaves out."""
    return " ".join(found.group() for found in TAKEN_BACK.finditer(text)).strip()
