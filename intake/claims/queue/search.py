"""Full-text search over claims: SQLite's FTS5, and LIKE in databases without it.

The index repeats `claims.search_text`. It is made when the database is opened, not by a migration, so that it can be
thrown away at any time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from sqlalchemy import ColumnElement, Connection, and_, column, literal_column, or_, select, table, text

from intake.claims.numbers import joined
from intake.claims.tables import claims, queue

NEWEST = 500  # hits that a search looks at: with more of them it says too little
SPELT_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))  # what is typed for an umlaut, and how umlauts are indexed

_words = table("claim_words", column("rowid"), column("words"))
_made = text("SELECT 1 FROM sqlite_master WHERE name = 'claim_words'")
# Prefixes of two to four characters have lists of their own: they would be put together from many words otherwise.
_make = text("""CREATE VIRTUAL TABLE claim_words USING fts5(
    words, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4')""")


@dataclass(frozen=True)
class Term:
    """One word of a search. A claim fits when a word of it begins like this, or when it is about one of `skus`."""

    word: str
    skus: Collection[str] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """As typed, and "grun" for "gruen", both without marks as they are indexed; numbers without dashes.

        The parts of a number stand in many others: as a phrase they would be slow to find.
        """
        typed = without_marks(joined(self.word) or self.word)
        bare = typed
        for spelt, kept in SPELT_OUT:
            bare = bare.replace(spelt, kept)
        return tuple(dict.fromkeys((typed, bare)))


def without_marks(text: str) -> str:
    """In small letters, and "grun" for "grün"."""
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))


def terms(search: str) -> tuple[Term, ...]:
    """The words of what somebody typed; what has no letter or digit is passed over."""
    return tuple(Term(word) for word in search.split() if any(map(str.isalnum, word)))


def prepare_words(connection: Connection) -> None:
    """Makes the index where it is missing, with all claims there are."""
    if connection.dialect.name != "sqlite" or connection.scalar(_made):
        return
    connection.execute(_make)
    connection.execute(_words.insert().from_select(["rowid", "words"], select(claims.c.id, claims.c.search_text)))


def add_words(connection: Connection, claim: int, words: str) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(_words.insert().values(rowid=claim, words=words))


def fits(connection: Connection, terms: Sequence[Term]) -> ColumnElement[bool]:
    """Condition on `queue`: every term fits. Only the newest hits are looked at."""
    return matches(terms) if connection.dialect.name == "sqlite" else contains(terms)


def matches(terms: Sequence[Term]) -> ColumnElement[bool]:
    match = literal_column("claim_words").op("MATCH")(" AND ".join(map(_expression, terms)))
    hits = select(_words.c.rowid).where(match).order_by(_words.c.rowid.desc()).limit(NEWEST)
    return queue.c.claim.in_(hits)


def contains(terms: Sequence[Term]) -> ColumnElement[bool]:
    """For databases without FTS5: words may also stand in the middle of others, and "grun" doesn't find "grün"."""
    hits = select(claims.c.id).where(and_(*map(_like, terms))).order_by(claims.c.id.desc()).limit(NEWEST)
    return queue.c.claim.in_(hits)


def _expression(term: Term) -> str:
    """In the query language of FTS5. A quoted string is a phrase, so that signs in it say nothing."""
    begins = [f"{_phrase(spelling)} *" for spelling in term.spellings]
    return f"({' OR '.join([*begins, *map(_phrase, term.skus)])})"


def _phrase(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _like(term: Term) -> ColumnElement[bool]:
    spellings = dict.fromkeys((term.word.casefold(), *term.spellings))
    begins = (claims.c.search_text.contains(spelling, autoescape=True) for spelling in spellings)
    return or_(*begins, claims.c.sku.in_(term.skus))
