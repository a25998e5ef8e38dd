"""What the desk's queue costs with 1,000 and with 100,000 claims, measured in turns in one run.

python -m benchmarks.queue

Expected before the first run: at most twice as much for a page, its counts, a filter, a number that is looked up and
the opening of a claim; for a word that stands in every fifth claim three to six times as much, because FTS5 puts
together all places of a word that begins so.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.queue_claims import CATALOGUE, open_claims
from benchmarks.queue_copies import multiply
from benchmarks.results import put
from intake.claims.conversation import Card
from intake.claims.model import Reason, Status
from intake.claims.queue.filters import ME, NOBODY, Due, Filters, Standing
from intake.claims.store import Store
from intake.dialogue.wording import Wording
from intake.staff.queue import QueueDesk
from intake.ui.filter_part import STANDINGS
from intake.ui.queue_view import QueueView, Seen
from intake.vision.catalogue_files import read_catalogue

SEED = 250  # claims that are opened one by one; the others are copies of them with numbers of their own
SIZES = (1_000, 100_000)
ENDED = 0.3  # share of claims
ROUNDS = 40
Job = Callable[[], object]


class Shop:
    """A database of claims, and the desk over it."""

    def __init__(self, file: Path) -> None:
        self.store = Store.open(f"sqlite:///{file}")
        products = read_catalogue(CATALOGUE)
        self.desk = QueueDesk(self.store, lambda: products)
        names = {product.sku: product.name("de") for product in products}
        self._view = QueueView(Wording.load().all, lambda sku, _: Card(sku, names.get(sku, sku), ""))

    def jobs(self) -> dict[str, Job]:
        middle = self._middle()
        some = self.store.queue.page(Filters(Standing.ALL), "kim", middle).entries[0].number
        claim = self.store.claim(some)
        mine = Filters(assignee=ME, reason=Reason.DAMAGE_UNSURE, language="en")
        return {
            "the page as the console shows it: rows, views, counts": lambda: self._console(Filters()),
            "the list alone, first page": lambda: self.desk.page(Filters(), "kim"),
            "the list alone, from the middle on": lambda: self.desk.page(Filters(), "kim", middle),
            "my claims, one reason, one language": lambda: self.desk.page(mine, "kim"),
            "nobody's claims, overdue": lambda: self.desk.page(Filters(assignee=NOBODY, due=Due.OVERDUE), "kim"),
            "a reason that two in a hundred have": lambda: self.desk.page(Filters(reason=Reason.SAFETY), "kim"),
            "counts beside the states": lambda: self.desk.counts([Filters(one) for one in STANDINGS], "kim"),
            "search: a claim number": lambda: self._found(some),
            "search: an order number": lambda: self._found(str(claim.facts.order_number)),
            "search: two words, one claim in forty": lambda: self._found("glassplitter kind"),
            "search: a word of every fifth claim": lambda: self._found("eingedrückt"),
            "opening one claim with its talk": lambda: self._open(some),
        }

    def _middle(self) -> str:
        """The place of a claim that nobody would page to: behind all urgent ones."""
        page = self.desk.page(Filters(Status.NEW), "kim")
        return page.entries[-1].place

    def _console(self, filters: Filters) -> object:
        seen = Seen("kim", "de")
        rows = self._view.rows(self.desk.page(filters, "kim"), seen, {})
        return rows, self._view.views(self.desk.views("kim"), filters, seen)

    def _found(self, search: str) -> object:
        page = self.desk.page(Filters(search=search), "kim")
        assert page.entries
        return page

    def _open(self, number: str) -> object:
        return self.store.claim(number), [self.store.conversation(talk) for talk in self.store.talks.about(number)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        put("The desk's queue with many claims", _table([Shop(file) for file in _make(Path(folder))]))


def _make(folder: Path) -> list[Path]:
    """A database of each of `SIZES`."""
    seed = folder / "seed.db"
    store = Store.open(f"sqlite:///{seed}")
    open_claims(store, SEED, ENDED)
    store.close()
    files = [seed.with_name(f"{size}.db") for size in SIZES]
    for file, size in zip(files, SIZES, strict=True):
        shutil.copy(seed, file)
        multiply(file, size // SEED)
    return files


def _table(shops: list[Shop]) -> str:
    rows = []
    for name in shops[0].jobs():
        small, large = (median(times) * 1000 for times in _in_turns([shop.jobs()[name] for shop in shops]))
        rows.append(f"| {name} | {small:.2f} ms | {large:.2f} ms | {large / small:.2f} |")
        print(rows[-1], flush=True)
    sizes = " | ".join(f"{size:,} claims" for size in SIZES)
    head = f"| processor time, median of {ROUNDS} in turns | {sizes} | ratio |\n|---|---|---|---|\n"
    measured = (
        f"`python -m benchmarks.queue`, {datetime.now(UTC):%Y-%m-%d}, SQLite, {ENDED:.0%} of the claims ended.\n\n"
    )
    return measured + head + "\n".join(rows)


def _in_turns(jobs: list[Job]) -> list[list[float]]:
    """Processor seconds of each job's rounds: other work on the machine lengthens them less than the clock's."""
    times: list[list[float]] = [[] for _ in jobs]
    for job in jobs:
        job()
    for _ in range(ROUNDS):
        for job, taken in zip(jobs, times, strict=True):
            began = time.thread_time()
            job()
            taken.append(time.thread_time() - began)
    return times


if __name__ == "__main__":
    main()
