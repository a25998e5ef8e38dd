"""Which of the topics that share meaning or words with a question answers it, and whether any does.

Two logistic models over a handful of features, fitted by `python -m benchmarks.retrieval --fit` on questions that
were asked for that (conditional logit for the order: McFadden 1974). Their weights are in `ranking.json`.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

WEIGHTS = Path(__file__).with_name("ranking.json")


@dataclass(frozen=True)
class Candidate:
    """A topic with its features. Nearness is cosine similarity less that of the nearest background sentence, in
    standard deviations of the similarities to the background: comparable between questions and embeddings. Questions
    are compared with each other as questions, with a background that is read as such.
    """

    topic: int
    own: float  # nearness of the passage in the asker's language
    translated: float  # nearness of its nearest translation
    asked: float  # mean nearness of the few nearest questions that the topic answers
    words: float  # agreement in words, 0..1

    @property
    def features(self) -> tuple[float, ...]:
        return self.own, self.translated, self.asked, self.words  # `astuple` takes many times as long


@dataclass(frozen=True)
class Found:
    """What a question lies near to."""

    candidates: Sequence[Candidate]
    elsewhere: float  # nearness of the nearest question that shops' policies seldom answer
    questions: bool  # whether the shop keeps questions beside its policies
    foreign: bool = False  # whether no policy is in the asker's language


FEATURES = tuple(field.name for field in fields(Candidate))[1:]


@dataclass(frozen=True)
class Ranking:
    order: Mapping[str, Mapping[str, float]]  # weight of each feature, by `kind_of_shop`
    coverage: Mapping[str, Mapping[str, float]]  # weights of `coverage_features`, in the same way
    least_coverage: float  # probability from which on an answer is given

    @classmethod
    def load(cls) -> "Ranking":
        stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        return cls(stored["order"], stored["coverage"], stored["least_coverage"])

    def scores(self, found: Found) -> list[float]:
        """One a candidate."""
        weights = self.order[kind_of_shop(found)]
        return [
            sum(weights[name] * value for name, value in zip(FEATURES, candidate.features, strict=True))
            for candidate in found.candidates
        ]

    def ranked(self, found: Found) -> Found:
        """The same with the best candidate first."""
        scored = zip(self.scores(found), found.candidates, strict=True)
        best_first = sorted(scored, key=lambda of: (-of[0], of[1].topic))
        return replace(found, candidates=[candidate for _, candidate in best_first])

    def shares(self, ranked: Found) -> list[float]:
        """How likely each candidate is the one that answers, if one does; together 1."""
        scores = self.scores(ranked)
        raised = [math.exp(score - scores[0]) for score in scores]
        return [value / sum(raised) for value in raised]

    def covered(self, ranked: Found) -> float:
        """Probability, 0..1, that the first candidate answers the question."""
        if not ranked.candidates:
            return 0.0
        weights = self.coverage[kind_of_shop(ranked)]
        total = sum(weights[name] * value for name, value in coverage_features(ranked, self).items())
        return 1 / (1 + math.exp(-total))


def kind_of_shop(found: Found) -> str:
    """Where no questions are kept, or nothing in the asker's language, all lies farther away: the same nearness says
    more there, and words less.
    """
    kept = "with questions" if found.questions else "without questions"
    return f"{kept}, in another language" if found.foreign else kept


def coverage_features(ranked: Found, ranking: Ranking) -> dict[str, float]:
    """Of the first candidate its features, its lead over the next in scores, and by how much others beat it in a single
    feature: where the signals disagree, the question is likelier about something else. So it is where it lies near a
    question that policies seldom answer.
    """
    best = ranked.candidates[0]
    first, *second = ranking.scores(replace(ranked, candidates=ranked.candidates[:2]))
    lead = first - second[0] if second else 0.0
    strongest = [max(values) for values in zip(*(candidate.features for candidate in ranked.candidates), strict=True)]
    beaten = {f"beaten_{n}": top - own for n, top, own in zip(FEATURES, strongest, best.features, strict=True)}
    own = dict(zip(FEATURES, best.features, strict=True))
    return {"constant": 1.0, **own, "lead": lead, **beaten, "elsewhere": ranked.elsewhere}
