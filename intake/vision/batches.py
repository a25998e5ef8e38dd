"""Small batches formed on arrival: who comes while the model is busy is answered together."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class _Asked(Generic[Q, A]):
    def __init__(self, question: Q) -> None:
        self.question = question
        self.answer: A | None = None
        self.failed: BaseException | None = None
        self.done = False


class Batches(Generic[Q, A]):
    """Asks `run` for many callers, in the order of arrival, at most `most` questions at a time.

    One of the waiting threads runs the batch for all: nobody waits for a batch to fill, an idle model answers at once,
    and there is no thread to look after. A batch that fails fails for all that are in it.
    """

    def __init__(self, run: Callable[[list[Q]], Sequence[A]], most: int) -> None:
        self._run, self._most = run, most
        self._waiting: deque[_Asked[Q, A]] = deque()
        self._busy = False
        self._change = Condition()

    def ask(self, questions: Sequence[Q]) -> list[A]:
        """The answers in order, once all are there."""
        mine: list[_Asked[Q, A]] = [_Asked(question) for question in questions]
        with self._change:
            self._waiting.extend(mine)
            while not all(asked.done for asked in mine):
                if self._busy:
                    self._change.wait()
                else:
                    self._answer_some()
        failed = next((asked.failed for asked in mine if asked.failed), None)
        if failed:
            raise failed
        return [asked.answer for asked in mine]  # type: ignore[misc]  # done and not failed

    def _answer_some(self) -> None:
        """Runs one batch without the lock; others arrive meanwhile."""
        batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        self._busy = True
        self._change.release()
        try:
            for asked, answer in zip(batch, self._run([asked.question for asked in batch]), strict=True):
                asked.answer = answer
        except BaseException as error:  # also an interrupt: nobody may wait for ever
            for asked in batch:
                asked.failed = error
        finally:
            self._change.acquire()
            for asked in batch:
                asked.done = True
            self._busy = False
            self._change.notify_all()
