"""The words of listings, so that accents, plurals and endings are forgiven.

Both databases index the same forms, made here: the word without accents, the word without its
plural, and its French and English stems; a question is asked by the beginning of these forms.
"""

import re
import unicodedata
from functools import lru_cache
from uuid import UUID

import snowballstemmer
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.listings.models import Listing

MOST_WORDS = 8
SHORTEST = 2
_word = re.compile(r"\w+")
_elision = re.compile(r"\b(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_stemmers = tuple(snowballstemmer.stemmer(language) for language in ("french", "english"))
ROW_MASK = (1 << 63) - 1
STOP = frozenset(
    [
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "de",
        "du",
        "d",
        "l",
        "et",
        "ou",
        "a",
        "au",
        "aux",
        "en",
        "pour",
        "par",
        "sur",
        "avec",
        "dans",
        "que",
        "qui",
        "je",
        "tu",
        "il",
        "elle",
        "nous",
        "vous",
        "mon",
        "ma",
        "mes",
        "ton",
        "ta",
        "tes",
        "son",
        "sa",
        "ses",
        "ce",
        "cet",
        "cette",
        "ces",
        "the",
        "an",
        "of",
        "to",
        "in",
        "on",
        "for",
        "and",
        "or",
        "with",
        "my",
        "your",
        "is",
        "are",
    ]
)


def plain(text: str) -> str:
    """Return ``text`` in lower case, without accents and elisions."""
    folded = unicodedata.normalize("NFKD", _elision.sub(" ", text)).lower()
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """Return the forms under which a word is known, the word itself first."""
    bare = plain(word)
    singular = bare[:-1] if len(bare) > 3 and bare[-1] in "sx" else bare
    stems = (plain(stemmer.stemWord(word.lower())) for stemmer in _stemmers)
    return tuple(dict.fromkeys((bare, singular, *stems)))


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` that say something."""
    found = _word.findall(_elision.sub(" ", text))
    return [word for word in found if plain(word) not in STOP]


def indexed(*texts: str) -> str:
    """Return all forms of all words of ``texts``, as they are indexed."""
    return " ".join(dict.fromkeys(form for text in texts for word in words_of(text) for form in forms(word)))


def question(text: str) -> list[tuple[str, ...]]:
    """Return, for each word asked, the forms of which one has to begin a word of the listing."""
    asked = [word for word in words_of(text) if len(word) >= SHORTEST][:MOST_WORDS]
    return [tuple(form for form in forms(word) if len(form) >= SHORTEST) for word in asked]


def row_number(listing_id: UUID) -> int:
    """Return the number of a listing's row in SQLite's full-text table: 63 bits of its id."""
    return listing_id.int & ROW_MASK


def index(session: Session, listing: Listing, *more: str) -> None:
    """Put the words of a listing into the index, in place of those it had; ``more`` is its kind, its place."""
    forget(session, listing.id)
    words = indexed(listing.title, listing.text, *more)
    if session.get_bind().dialect.name == "sqlite":
        session.execute(
            sa.text("INSERT INTO listing_words(rowid, listing_id, words) VALUES (:row, :id, :words)"),
            {"row": row_number(listing.id), "id": listing.id.hex, "words": words},
        )
        return
    session.execute(
        sa.text("INSERT INTO listing_words(listing_id, words) VALUES (:id, to_tsvector('simple', :words))"),
        {"id": listing.id, "words": words},
    )


def forget(session: Session, listing_id: UUID) -> None:
    """Take the words of a listing out of the index."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(
            sa.text("DELETE FROM listing_words WHERE rowid = :row"), {"row": row_number(listing_id)}
        )
        return
    session.execute(sa.text("DELETE FROM listing_words WHERE listing_id = :id"), {"id": listing_id})


def having(session: Session, text: str) -> sa.ColumnElement[bool] | None:
    """Return the condition that a listing has the words of ``text``; ``None`` when it asks for nothing."""
    asked = question(text)
    if not asked:
        return None
    table = sa.table("listing_words", sa.column("listing_id", sa.Uuid()), sa.column("words"))
    if session.get_bind().dialect.name == "sqlite":
        match = " AND ".join("(" + " OR ".join(f'"{form}"*' for form in group) + ")" for group in asked)
        found = sa.select(table.c.listing_id).where(
            sa.text("listing_words MATCH :match").bindparams(match=match)
        )
    else:
        match = " & ".join("(" + " | ".join(f"{form}:*" for form in group) + ")" for group in asked)
        found = sa.select(table.c.listing_id).where(
            table.c.words.op("@@")(sa.func.to_tsquery("simple", match))
        )
    return Listing.id.in_(found)
