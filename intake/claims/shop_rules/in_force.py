"""Which rules decide now: the newest that were published, else the file of the settings."""

import logging
from datetime import date
from pathlib import Path

from intake.claims.shop_rules.rulebook import Rules, in_force, read_sets
from intake.claims.shop_rules.shelf import Published, RuleShelf
from intake.errors import RulesInvalid

log = logging.getLogger(__name__)


class RulesInForce:
    """Asked for each decision, so that publishing and a new day take effect at once. Safe to share between threads."""

    def __init__(self, shelf: RuleShelf, file: Path) -> None:
        self._shelf, self._file = shelf, file
        self._last: Rules | None = None

    def __call__(self, day: date | None = None) -> Rules:
        """The set of `day` (today unless given), kept so that its decisions can be replayed.

        Raises `RulesInvalid`; where the file was spoiled while others served already, those serve on.
        """
        try:
            rules = self._read(day)
        except RulesInvalid:
            if self._last is None:
                raise
            log.exception("the last usable rules stay in force")
            return self._last
        if self._last is None or rules.id != self._last.id:
            self._shelf.keep(rules)
            self._last = rules
        return rules

    def _read(self, day: date | None) -> Rules:
        published = self.published()
        return in_force(read_sets(published.text), day) if published else Rules.load(self._file, day)

    def published(self) -> Published | None:
        return self._shelf.in_force()

    def text(self) -> str:
        """The file in force as it was written."""
        published = self.published()
        return published.text if published else self._file.read_text(encoding="utf-8")
