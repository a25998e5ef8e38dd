from intake.rag.lexical import Lexicon, parts

TEXTS = ["Versandkosten innerhalb Deutschlands", "Rückgabe von Möbeln und Lampen", "Kosten der Reparatur"]


def test_short_words_carry_nothing_and_long_ones_are_cut() -> None:
    assert parts("Is my lampshade") == ["lamps", "ampsh", "mpsha", "pshad", "shade"]


def test_a_word_is_found_inside_a_compound() -> None:
    lexicon = Lexicon(TEXTS)
    assert lexicon.agreement("Was kostet der Versand?", 0) > lexicon.agreement("Was kostet der Versand?", 1)


def test_agreement_stays_between_nothing_and_one() -> None:
    lexicon = Lexicon(TEXTS)
    assert lexicon.agreement("Wetter", 0) == 0.0
    assert 0.0 < lexicon.agreement(TEXTS[0] * 50, 0) < 1.0


def test_a_rare_word_says_more_than_a_common_one() -> None:
    lexicon = Lexicon(["paper ships", "paper boxes", "paper lamps"])
    assert lexicon.agreement("lamps", 2) > lexicon.agreement("paper", 2)
