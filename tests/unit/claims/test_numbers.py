from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from intake.claims.numbers import ALPHABET, new_number, parse_number
from intake.errors import BadInput


def test_new_numbers_are_grouped_and_differ() -> None:
    numbers = {new_number() for _ in range(100)}
    assert len(numbers) == 100
    assert {tuple(map(len, number.split("-"))) for number in numbers} == {(3, 3, 2)}
    assert all(parse_number(number) == number for number in numbers)


def test_parse_takes_what_people_write() -> None:
    number = next(n for n in iter(new_number, None) if "0" in n and "1" in n)
    for written in (
        number.lower(),
        number.replace("-", ""),
        f" {number.replace('-', ' ')} ",
        number.replace("0", "O").replace("1", "I"),
        number.replace("0", "o").replace("1", "l"),
    ):
        assert parse_number(written) == number


@given(st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(position: int, other: str) -> None:
    number = new_number().replace("-", "")
    assume(number[position] != other)
    with pytest.raises(BadInput):
        parse_number(number[:position] + other + number[position + 1 :])


@given(st.text(max_size=20))
def test_anything_else_is_bad_input(text: str) -> None:
    with suppress(BadInput):
        assert len(parse_number(text)) == 10


@pytest.mark.parametrize("text", ["", "K7M", "1042", "UUU-UUU-UU", "K7M-4PQ-9X-K7M-4PQ-9X"])
def test_wrong_lengths_and_characters(text: str) -> None:
    with pytest.raises(BadInput):
        parse_number(text)
