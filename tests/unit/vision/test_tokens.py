"""CLIP's byte pairs; they are compared with open_clip's own in the end-to-end tests."""

from intake.vision.tokens import clean, tokens


def test_words_are_framed_by_start_and_end() -> None:
    assert tokens(["a photo of a cat"], 8).tolist() == [[49406, 320, 1125, 539, 320, 2368, 49407, 0]]
    assert tokens([""], 3).tolist() == [[49406, 49407, 0]]


def test_what_is_too_long_is_cut_before_the_end() -> None:
    assert tokens(["a photo of a cat"], 4).tolist() == [[49406, 320, 1125, 49407]]


def test_case_spaces_and_entities_say_nothing() -> None:
    assert clean("  A &amp;amp;  B\n") == "a & b"
    assert tokens(["Becher &  Teller"], 16).tolist() == tokens(["becher &amp; teller "], 16).tolist()


def test_a_marker_in_a_text_is_words() -> None:
    row = tokens(["<end_of_text> crack"], 16)[0].tolist()
    assert row.count(49407) == 1
