"""Scripted talks of customers through the whole desk: real rules, understanding, policies and eyes.

python -m benchmarks.talks [FILE] [--only ID...] [--show] [--again] [--labels]

Counts the talks that reached their goal, those that were asked for something told, and those that looped. A photo of
a script is one of the held-out photos with that product and damage; "today" is the day that the scripts count from.
Where the desk asks for another photo, the scripts have none. With `--again` their customers send one: another held-out
photo of the same product and damage. With `--labels` the eyes see what the label of a photo says, which leaves words,
rules and policies to go wrong.
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import cast
from zlib import crc32

from benchmarks.goals import Ended, Script, asked_for_told, asked_last, looped, reached, unanswered
from benchmarks.seeing import UNSEEN, LabelEyes
from intake.bootstrap import Intake, build
from intake.claims.conversation import Asked, Message
from intake.claims.orders.directory import CsvOrders
from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules
from intake.claims.store import Store
from intake.labels import HELD_OUT, Labelled, read_labels
from intake.ports import Eyes
from intake.service import Desk
from intake.talk.inbox import Upload
from intake.vision.types import Damage

TEST = Path(__file__).resolve().parent.parent / "tests" / "data" / "talks_test.jsonl"
TODAY = date(2026, 11, 22)
ANSWERS_AFTER = 3  # open questions that are answered when the script is over


@dataclass
class Runner:
    """One talk at a time, each in a store of its own."""

    intake: Intake
    photos: Sequence[Labelled]
    labels: LabelEyes | None = None
    again: bool = False
    seconds: list[tuple[float, float]] = field(default_factory=list)  # of turns without a photo: clock, processor

    def run(self, script: Script) -> Ended:
        with tempfile.TemporaryDirectory() as folder:
            store = Store.open(f"sqlite:///{folder}/intake.db")
            talk = _Talk(self, self._desk(store, folder), store, script)
            try:
                return talk.run()
            finally:
                store.close()

    def _desk(self, store: Store, folder: str) -> Desk:
        settings = self.intake.settings
        rules = Rules.load(settings.rules, TODAY)
        return Desk(
            store,
            PhotoStore(f"{folder}/photos"),
            CsvOrders(settings.orders, lambda: TODAY),
            cast(Eyes, self.labels or self.intake.eyes),
            self.intake.knowledge,
            self.intake.understander,
            self.intake.wording,
            lambda: rules,
            settings,
            lambda: TODAY,
        )

    def photo(self, wanted: dict[str, str], seed: str, number: int = 0) -> Upload:
        """A held-out photo of the product with that damage, always the same for a seed and the `number` of it.

        Where none shows just that damage, one on which it is not alone, else one with any damage.
        """
        damage = frozenset({Damage(wanted["damage"])} - UNSEEN)
        of_product = [(one, one.damages) for one in self.photos if one.sku == wanted["sku"] and one.damages is not None]
        fitting = (
            [one for one, shown in of_product if shown == damage]
            or [one for one, shown in of_product if damage and damage <= shown]
            or [one for one, shown in of_product if shown]
        )
        chosen = fitting[(crc32(seed.encode()) + number) % len(fitting)]
        upload = Upload(chosen.file.name, chosen.file.read_bytes())
        if self.labels:
            self.labels.learn(upload.data, wanted)
        return upload


class _Talk:
    def __init__(self, runner: Runner, desk: Desk, store: Store, script: Script) -> None:
        self._runner, self._desk, self._store, self._script = runner, desk, store, script
        self._ended = Ended(script, store, desk.start(script.language).id)
        self._sent_again: list[dict[str, str]] = []

    def run(self) -> Ended:
        ended, script = self._ended, self._script
        if script.open_claim:
            ended.claim = self._opened_before(script.open_claim)
        for turn in script.turns:
            if not turn["photo"]:
                self._send_again()
            answer = unanswered(ended, turn["text"])
            if answer is not None:
                self._say(answer)
            self._say(turn["text"], turn["photo"])
        for _ in range(ANSWERS_AFTER):
            self._send_again()
            answer = unanswered(ended, "")
            if reached(ended) or answer is None:
                break
            self._say(answer)
        return ended

    def _send_again(self) -> None:
        """Another photo of what was shown last, where that is asked for; once a photo of the script."""
        ended = self._ended
        shown = [photo for _, photo, _, _ in ended.turns if photo]
        if self._runner.again and shown and shown[-1] not in self._sent_again and asked_last(ended) == Asked.PHOTO:
            self._sent_again.append(shown[-1])
            self._say("", shown[-1])

    def _opened_before(self, claim: dict[str, str]) -> str:
        wanted = {"sku": claim["product"], "damage": claim["damage"]}
        text = f"{claim['product']}: {claim['damage'].replace('_', ' ')}"
        photo = self._runner.photo(wanted, "before")
        filed = self._desk.file(text, [photo], claim["order"])
        if filed.claim is None:  # the eyes were in doubt: the customer chooses
            for action in (f"product:{claim['product']}", f"damage:{claim['damage']}"):
                list(self._desk.turn(filed.conversation.id, action=action))
        return str(self._desk.conversation(filed.conversation.id).claim)

    def _say(self, text: str, photo: dict[str, str] | None = None) -> None:
        text = text.replace("{claim}", self._ended.claim)
        uploads = [self._runner.photo(photo, self._script.id, self._sent_again.count(photo))] if photo else []
        begun, used = time.perf_counter(), time.process_time()
        replies = [m for m in self._desk.turn(self._ended.id, text, uploads) if isinstance(m, Message)]
        if not uploads:
            self._runner.seconds.append((time.perf_counter() - begun, time.process_time() - used))
        self._ended.add(text, photo, replies, self._desk.conversation(self._ended.id))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=TEST)
    parser.add_argument("--only", nargs="*", help="run these talks")
    parser.add_argument("--show", action="store_true", help="print talks that failed")
    parser.add_argument("--again", action="store_true", help="send another photo where one is asked for")
    parser.add_argument("--labels", action="store_true", help="with eyes that see what the labels say")
    options = parser.parse_args(arguments)
    scripts = [Script.read(json.loads(line)) for line in options.file.read_text(encoding="utf-8").splitlines()]
    intake = build()
    labels = LabelEyes(intake.eyes) if options.labels else None
    runner = Runner(intake, read_labels(HELD_OUT), labels, options.again)
    intake.eyes.load()
    ended: list[Ended] = []
    for script in scripts:
        if options.only and script.id not in options.only:
            continue
        talk = runner.run(script)
        ended.append(talk)
        faults = _faults(talk)
        if faults:
            print(f"{talk.script.id}  {talk.script.kind}: {', '.join(faults)}", flush=True)
        if options.show and faults:
            print(talk.protocol(), flush=True)
    _print_table(ended, runner.seconds)


def _faults(talk: Ended) -> list[str]:
    told = [f"asked for {what} that was told" for what in asked_for_told(talk)]
    return [*([] if reached(talk) else ["goal missed"]), *told, *(["looped"] if looped(talk) else [])]


def _print_table(ended: Sequence[Ended], seconds: Sequence[tuple[float, float]]) -> None:
    groups: dict[str, list[Ended]] = defaultdict(list)
    for talk in ended:
        for group in ("all", talk.script.language, talk.script.kind):
            groups[group].append(talk)
    print(f"{'':>22}  talks  reached  asked what was told  looped")
    for name, talks in groups.items():
        figures = [sum(map(judge, talks)) for judge in (reached, lambda t: bool(asked_for_told(t)), looped)]
        print(f"{name:>22}  {len(talks):5}  {figures[0] / len(talks):7.2f}  {figures[1]:19}  {figures[2]:6}")
    if seconds:
        clock, processor = (median(times) * 1000 for times in zip(*seconds, strict=True))
        print(f"a turn without photo, median: {clock:.0f} ms, {processor:.0f} ms of them the processor's")


if __name__ == "__main__":
    main()
