"""Real threads, and a model that is held and let go by hand."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore

import pytest

from intake.vision.batches import Batches

PATIENCE = 10  # seconds until a test that hangs fails


class Doubler:
    """Doubles numbers; each batch waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.started, self.go = Semaphore(0), Semaphore(0)

    def __call__(self, numbers: list[int]) -> Sequence[int]:
        self.batches.append(numbers)
        self.started.release()
        assert self.go.acquire(timeout=PATIENCE)
        if 13 in numbers:
            raise ValueError("13")
        return [2 * number for number in numbers]

    def let_go(self, batches: int) -> None:
        self.go.release(batches)


class Arrivals(Batches[int, int]):
    """Tells when somebody has begun to wait."""

    def __init__(self, model: Doubler, most: int) -> None:
        super().__init__(model, most)
        self.arrived = Semaphore(0)
        wait = self._change.wait

        def waiting(timeout: float | None = None) -> bool:
            self.arrived.release()
            return wait(timeout)

        self._change.wait = waiting  # type: ignore[method-assign]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(40) as threads:
        yield threads


def arrive(pool: ThreadPoolExecutor, batches: Arrivals, *questions: list[int]) -> list[Future[list[int]]]:
    """Each asks once the one before waits, so that the order is known."""
    asked = []
    for question in questions:
        asked.append(pool.submit(batches.ask, question))
        assert batches.arrived.acquire(timeout=PATIENCE)
    return asked


def test_an_idle_model_answers_at_once_and_alone() -> None:
    model = Doubler()
    model.let_go(2)
    batches = Batches(model, 8)
    assert batches.ask([1]) == [2]
    assert batches.ask([2, 3]) == [4, 6]
    assert model.batches == [[1], [2, 3]]


def test_who_comes_meanwhile_is_answered_together_and_in_order(pool: ThreadPoolExecutor) -> None:
    model = Doubler()
    batches = Arrivals(model, 4)
    first = pool.submit(batches.ask, [1])
    assert model.started.acquire(timeout=PATIENCE)
    others = arrive(pool, batches, [2], [3, 4], [5], [6])
    model.let_go(3)
    assert [first.result(PATIENCE), *(other.result(PATIENCE) for other in others)] == [[2], [4], [6, 8], [10], [12]]
    assert model.batches == [[1], [2, 3, 4, 5], [6]]


def test_a_batch_that_fails_fails_for_those_in_it_alone(pool: ThreadPoolExecutor) -> None:
    model = Doubler()
    batches = Arrivals(model, 2)
    first = pool.submit(batches.ask, [1])
    assert model.started.acquire(timeout=PATIENCE)
    second, third, last = arrive(pool, batches, [13], [3], [4])
    model.let_go(4)
    assert first.result(PATIENCE) == [2]
    assert isinstance(second.exception(PATIENCE), ValueError)
    assert isinstance(third.exception(PATIENCE), ValueError)
    assert last.result(PATIENCE) == [8]
    assert batches.ask([7]) == [14]


def test_many_at_once_all_get_their_own_answer(pool: ThreadPoolExecutor) -> None:
    together = Event()
    batches: Batches[int, int] = Batches(lambda numbers: [2 * n for n in numbers], 8)

    def ask(number: int) -> list[int]:
        assert together.wait(PATIENCE)
        return batches.ask([number, -number])

    asked = [pool.submit(ask, number) for number in range(32)]
    together.set()
    assert [future.result(PATIENCE) for future in asked] == [[2 * n, -2 * n] for n in range(32)]


def test_nothing_asked_is_nothing_answered() -> None:
    assert Batches[int, int](lambda numbers: numbers, 2).ask([]) == []
