from intake.rag.lexical import Lexicon, parts

TEXTS = ["Versandkosten innerhalb Deutschlands", "Rückgabe von Möbeln und Lampen", "Kosten der Reparatur"]


def test_short_words_carry_nothing_and_long_ones_are_cut() -> None:
    assert parts("Is my lampshade") == ["lamps", "ampsh", "mpsha", "pshad", "shade"]


def test_a_word_is_found_inside_a_compound() -> None:
    found = Lexicon(TEXTS).agreement("Was kostet der Versand?")
    assert max(found, key=lambda number: found[number]) == 0


def test_agreement_stays_between_nothing_and_one() -> None:
    lexicon = Lexicon(TEXTS)
    assert lexicon.agreement("Wetter") == {}
    assert 0.0 < lexicon.agreement(TEXTS[0] * 50)[0] < 1.0


def test_rare_words_count_more_than_common_ones() -> None:
    lexicon = Lexicon(["parcel green", "parcel blue", "parcel blue"])
    found = lexicon.agreement("parcel green")
    assert found[0] > 2 * found[1]
