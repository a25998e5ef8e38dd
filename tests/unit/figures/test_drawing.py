import pytest

from intake.figures.counting import Figure, Unit
from intake.figures.drawing import HEIGHT, WIDTH, lines, nice, stacked


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (0.37, 0.4), (0.5, 0.5), (1, 1), (1.1, 2), (3.4, 4), (9, 10), (43, 50)]
)
def test_the_upper_edge_is_a_round_number(value: float, top: float) -> None:
    assert nice(value) == pytest.approx(top)


def test_no_data_leaves_a_gap() -> None:
    figures = [Figure(Unit.SHARE, value, 1) for value in (0.1, 0.2, None, 0.4, 0.3)]
    (line,) = lines(list("abcde"), {"automation": figures}).lines
    assert len(line.pieces) == 2
    assert line.points[2] is None
    assert line.points[0] == (WIDTH / 10, HEIGHT * 0.75)


def test_parts_make_up_a_whole() -> None:
    assert stacked([Figure(Unit.COUNT, value, 1) for value in (1, 0, 3)]) == [(0, 25), (25, 0), (25, 75)]
    assert stacked([Figure(Unit.COUNT, 0, 0)]) == [(0, 0)]
