"""What a scripted talk was for, and whether it got there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from intake.claims.conversation import Asked, Author, Conversation, Message
from intake.claims.model import Claim, Reason, Status, Track
from intake.claims.rules import Rules
from intake.claims.store import Store
from intake.settings import Settings
from intake.vision.types import Damage

REASONS = {reason.replace("_", " "): reason for reason in Reason}  # without articles
DOCUMENTS = {  # policy topics of the scripts, by the ids of the documents that answer them
    "withdrawal": {"withdrawal"},
    "return_shipping": {"shipping-costs-returns", "withdrawal", "refunds"},
    "refund": {"refunds", "withdrawal"},
    "warranty": {"warranty"},
    "guarantee": {"guarantee"},
    "transport_damage": {"transport-damage"},
    "privacy": {"privacy-photos"},
    "pickup": {"shipping-costs-returns", "packing-photos"},
    "repair_or_replacement": {"exchange-repair", "warranty"},
    "goodwill": {"guarantee", "warranty", "exchange-repair"},
}
RULES = Rules.load(Settings().rules)
YES = re.compile(r"\W*(ja|jo|jep|yes|yep|yup|correct|passt|genau|stimmt|that's right)\b", re.IGNORECASE)
ANSWERS = {"de": ("nein", "ja"), "en": ("no", "yes")}
LEAST_TELLING = 3  # words of a message that may tell what is broken


@dataclass(frozen=True)
class Script:
    """One line of a file of talks."""

    id: str
    language: str
    goals: tuple[dict[str, Any], ...]  # the first, or an alternative that is right as well
    turns: tuple[dict[str, Any], ...]
    if_asked: Mapping[str, str]
    must_not_ask: tuple[str, ...]
    open_claim: dict[str, str] | None

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Script":
        goals = (row["goal"], *row.get("alternatives", row["goal"].get("alternatives", [])))
        return cls(
            row["id"],
            row["language"],
            goals,
            tuple(row["turns"]),
            row["if_asked"],
            tuple(row["must_not_ask"]),
            row.get("setup", {}).get("open_claim"),
        )

    @property
    def kind(self) -> str:
        return str(self.goals[0]["kind"])

    @property
    def in_danger(self) -> str:
        """What the customer says when asked about a danger: the truth."""
        danger = self.goals[0].get("reason") == Reason.SAFETY
        return ANSWERS[self.language][danger]

    @property
    def order(self) -> str | None:
        stated = (goal.get("facts", {}).get("order") for goal in self.goals)
        return next(filter(None, stated), self.if_asked.get("order"))


@dataclass
class Ended:
    """A talk as it went: each entry is what the customer sent, the replies, and the talk after them."""

    script: Script
    store: Store
    id: str
    claim: str = ""  # the one that was open before
    turns: list[tuple[str, dict[str, str] | None, list[Message], Conversation]] = field(default_factory=list)
    kept: tuple[Claim, ...] = ()  # every claim, as it is after the last turn

    def add(self, text: str, photo: dict[str, str] | None, replies: list[Message], after: Conversation) -> None:
        self.turns.append((text, photo, replies, after))
        self.kept = self.store.claims()

    @property
    def replies(self) -> list[Message]:
        return [reply for _, _, replies, _ in self.turns for reply in replies]

    def claims(self) -> list[Claim]:
        return [claim for claim in self.kept if claim.number != self.claim]

    def protocol(self) -> str:
        lines: list[str] = []
        for text, photo, replies, _ in self.turns:
            lines.append(f"    > {text} {photo or ''}")
            for reply in replies:
                quoted = [f"[{c.document}#{c.anchor}]" for c in reply.citations[:1]]
                lines += [f"    < {reply.text!r} {' '.join(quoted)} asks={reply.asks}"]
        for claim in self.claims():
            d = claim.decision
            lines.append(f"    = {d.outcome} {d.rule} {d.reasons} {d.track} {claim.facts.product} {d.damage}")
        return "\n".join(lines)


def reached(talk: Ended) -> bool:
    return any(_reached(talk, goal) for goal in talk.script.goals)


def _reached(talk: Ended, goal: dict[str, Any]) -> bool:
    facts = goal.get("facts", {})
    match goal["kind"]:
        case "opened":
            return any(_fits(claim, facts) for claim in talk.claims())
        case "several_claims":
            wanted = [{"order": facts.get("order"), **one} for one in facts["claims"]]
            return all(any(_fits(claim, one) for claim in talk.claims()) for one in wanted)
        case "handed_over":
            return any(_handed_over(talk, claim, goal.get("reason"), facts) for claim in talk.kept)
        case "answered":
            wanted = DOCUMENTS[goal["topic"]]
            return any(c.document in wanted for reply in talk.replies for c in reply.citations[:1])
        case "asked":
            wanted = facts.get("ask")
            return any(reply.asks is not None and wanted in (None, reply.asks) for reply in talk.replies)
        case "withdrawal_confirmed":
            return any(_withdrawn(claim, facts) for claim in talk.claims())
        case "claim_continued":
            told = any(reply.claim == talk.claim for reply in talk.replies)
            return told and not any(claim.status is Status.NEW for claim in talk.claims())
        case other:
            raise ValueError(f"Unknown kind of goal: {other}")


def _fits(claim: Claim, wanted: dict[str, Any]) -> bool:
    """An opened claim with these facts; damages fit that the rules take for names of the same."""
    damage = claim.decision.damage
    return (
        claim.decision.track not in (None, Track.WITHDRAWAL)
        and wanted.get("product") in (None, claim.facts.product)
        and wanted.get("order") in (None, claim.facts.order_number)
        and ("damage" not in wanted or (damage is not None and RULES.compatible(damage, Damage(wanted["damage"]))))
    )


def _handed_over(talk: Ended, claim: Claim, reason: str | None, facts: dict[str, Any]) -> bool:
    if not talk.turns[-1][3].with_person or claim.status is not Status.WAITING_FOR_STAFF:
        return False
    told = {*claim.decision.reasons, *(event.note for event in claim.history)}
    order = facts.get("order") in (None, claim.facts.order_number)
    return order and (reason is None or REASONS[_plain(reason)] in told)


def _plain(reason: str) -> str:
    return " ".join(word for word in reason.replace("_", " ").split() if word not in ("a", "the"))


def _withdrawn(claim: Claim, facts: dict[str, Any]) -> bool:
    """Opened as a withdrawal of that order: of the product, or of the whole order."""
    product = facts.get("product") in (None, claim.facts.product) or claim.facts.product is None
    order = facts.get("order") in (None, claim.facts.order_number)
    return claim.decision.track is Track.WITHDRAWAL and product and order


def asked_for_told(talk: Ended) -> list[str]:
    """What the script forbids to ask for, and was asked for after it had been told or shown."""
    found: dict[str, None] = {}
    said: list[str] = []
    shown = False
    for text, photo, replies, after in talk.turns:
        said.append(text)
        shown = shown or photo is not None
        seen = after.facts.observation
        unusable = seen is not None and not seen.quality.usable
        for asked in {str(reply.asks) for reply in replies} & set(talk.script.must_not_ask):
            if _told(talk.script, asked, said, shown, talk.claim) and not (asked == Asked.PHOTO and unusable):
                found[asked] = None
    return list(found)


def _told(script: Script, what: str, said: Sequence[str], shown: bool, claim: str) -> bool:
    if what == Asked.PHOTO:
        return shown
    if what == Asked.ORDER:
        return any(script.order is not None and script.order in text for text in said)
    if what in (Asked.EMAIL, Asked.CLAIM) and what in script.if_asked:
        return any(script.if_asked[what].replace("{claim}", claim) in text for text in said)
    return shown or any(len(text.split()) >= LEAST_TELLING for text in said)


def looped(talk: Ended) -> bool:
    """The same reply three times in a row, or talk of the machine after it had handed over."""
    texts = [reply.text for reply in talk.replies]
    same = any(one == two == three for one, two, three in zip(texts, texts[1:], texts[2:], strict=False))
    return same or any(
        _talks_on(before[3], after[2]) for before, after in zip(talk.turns, talk.turns[1:], strict=False)
    )


def _talks_on(before: Conversation, replies: Sequence[Message]) -> bool:
    return before.with_person and any(r.asks or r.citations or r.author is not Author.INTAKE for r in replies)


def asked_last(talk: Ended) -> str:
    """What the desk's last message asks for; "" for nothing."""
    last = talk.turns[-1][2][-1:] if talk.turns else []
    return str(last[0].asks) if last and last[0].asks else ""


def unanswered(talk: Ended, next_text: str) -> str | None:
    """The customer's answer to what the last reply asks for, unless it was given or comes next."""
    asked = asked_last(talk)
    if asked == Asked.DANGER:
        return talk.script.in_danger
    answer = talk.script.if_asked.get(asked)
    if answer is None:
        return None
    answer = answer.replace("{claim}", talk.claim)
    said = [text for text, *_ in talk.turns]
    if asked != Asked.CONFIRM and any(answer.lower() in text.lower() for text in (*said, next_text)):
        return None
    return None if asked == Asked.CONFIRM and YES.match(next_text) else answer
