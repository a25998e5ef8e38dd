"""Everything that staff do with one claim, together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules
from intake.claims.store import Store, utc_now
from intake.ports import Eyes, Knowledge, Wording
from intake.staff.answers import Answers
from intake.staff.background import Backgrounds
from intake.staff.finding import Findings
from intake.staff.lessons import Lessons
from intake.staff.settling import Settling
from intake.staff.suggestions import Suggester
from intake.staff.talks import Talks
from intake.staff.values import Values
from intake.teaching import Teacher


@dataclass(frozen=True)
class Cases:
    answers: Answers
    values: Values
    talks: Talks
    suggester: Suggester
    settling: Settling
    backgrounds: Backgrounds
    lessons: Lessons
    findings: Findings

    @classmethod
    def of(
        cls,
        store: Store,
        photos: PhotoStore,
        eyes: Eyes,
        wording: Wording,
        answers: Answers,
        rules: Callable[[], Rules],
        teacher: Teacher,
        knowledge: Knowledge,
        link: Callable[[str], str] = lambda _: "",
        now: Callable[[], datetime] = utc_now,
    ) -> "Cases":
        """`link` gives the address of a claim's status page, "" where there is none."""
        values = Values(answers, wording, eyes.product, link)
        talks = Talks(store, wording, answers, values, now)
        return cls(
            answers,
            values,
            talks,
            Suggester(answers, values, store.traits, knowledge),
            Settling(store, talks, answers, values, wording, rules),
            Backgrounds(store, photos, eyes, rules),
            Lessons(store, teacher),
            Findings(store, eyes, knowledge, now),
        )
