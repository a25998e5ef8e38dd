import re

from intake.claims.model import Resolution
from intake.dialogue.lexicon import Lexicon
from intake.dialogue.patterns import Phrases, line_of
from intake.vision.types import Damage


def test_keys_are_values_of_the_domain() -> None:
    lexicon = Lexicon.load()
    assert set(lexicon.damages) - {"generic"} == {*Damage} - {Damage.INTACT}
    assert set(lexicon.wishes) == {*Resolution}


def test_no_alternatives_within_alternatives() -> None:
    lexicon = Lexicon.load()
    sections = (
        lexicon.moods,
        lexicon.damages,
        lexicon.wishes,
        lexicon.intents,
        lexicon.answers,
        lexicon.questions,
    )
    patterns = [p for section in sections for phrases in section.values() for p in phrases.patterns]
    patterns += lexicon.idioms.patterns
    flat = re.compile(r"[^()]*(\([^()]+\)[^()]*)*")
    assert [pattern for pattern in patterns if not flat.fullmatch(pattern)] == []


def test_gap_wildcard_option_and_alternatives() -> None:
    phrases = Phrases(["(cup|big mug) is? ... crack*"])
    assert phrases.find(line_of(["the", "big", "mug", "has", "a", "cracked", "rim"]))
    assert phrases.find(line_of(["cup", "is", "cracks"]))
    assert not phrases.find(line_of(["mug", "is", "cracked"]))
    assert not phrases.find(line_of(["cup", "one", "two", "three", "four", "five", "six", "seven", "cracked"]))
