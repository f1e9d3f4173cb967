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
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from app.geo.names import LETTERS
from app.listings.models import Listing

MOST_WORDS = 8
SHORTEST = 2
LONGEST = 40  # letters of a word that are looked at
_word = re.compile(r"[^\W_]+")
_elision = re.compile(r"\b(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_stemmers = tuple(snowballstemmer.stemmer(language) for language in ("french", "english"))
ROW_MASK = (1 << 63) - 1
STOP = frozenset({
    "le", "la", "les", "un", "une", "des", "de", "du", "d", "l", "et", "ou", "a", "au", "aux", "en",
    "pour", "par", "sur", "avec", "dans", "que", "qui", "je", "tu", "il", "elle", "nous", "vous", "mon",
    "ma", "mes", "ton", "ta", "tes", "son", "sa", "ses", "ce", "cet", "cette", "ces", "the", "an", "of",
    "to", "in", "on", "for", "and", "or", "with", "my", "your", "is", "are",
})  # fmt: skip


def plain(word: str) -> str:
    """Return ``word`` in lower case, its letters and digits alone, without accents."""
    folded = unicodedata.normalize("NFKD", word.casefold()).translate(LETTERS)
    return "".join(letter for letter in folded if letter.isalnum())


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """Return the forms under which a word is known, the word itself first."""
    bare = plain(word)
    singular = bare[:-1] if len(bare) > 3 and bare[-1] in "sx" else bare
    aux = (f"{bare[:-3]}al", f"{bare[:-3]}ail") if len(bare) > 4 and bare.endswith("aux") else ()
    stems = (plain(stemmer.stemWord(word.lower())) for stemmer in _stemmers)
    return tuple(form for form in dict.fromkeys((bare, singular, *aux, *stems)) if form)


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` that say something."""
    found = _word.findall(_elision.sub(" ", unicodedata.normalize("NFC", text)))
    return [word[:LONGEST] for word in found if plain(word) not in STOP]


def indexed(*texts: str) -> str:
    """Return all forms of all words of ``texts``, as they are indexed."""
    return " ".join(dict.fromkeys(form for text in texts for word in words_of(text) for form in forms(word)))


def question(text: str) -> list[tuple[str, ...]]:
    """Return, for each word asked, the forms of which one has to begin a word of the listing."""
    asked = [word for word in words_of(text) if len(word) >= SHORTEST][:MOST_WORDS]
    groups = (tuple(form for form in forms(word) if len(form) >= SHORTEST) for word in asked)
    return [group for group in groups if group]


def row_number(listing_id: UUID) -> int:
    """Return the number of a listing's row in SQLite's full-text table: 63 bits of its id."""
    return listing_id.int & ROW_MASK


def index(session: Session, listing: Listing, *more: str) -> None:
    """Index the words of a listing, in place of those it had; ``more`` is its kind, its place."""
    forget(session, listing.id)
    words = indexed(listing.title, listing.text, *more)
    if session.get_bind().dialect.name == "sqlite":
        session.execute(
            sa.text("INSERT INTO listing_words(rowid, listing_id, words) VALUES (:row, :id, :words)"),
            {"row": row_number(listing.id), "id": listing.id.hex, "words": words},
        )
        return
    session.execute(
        sa.text("INSERT INTO listing_words(listing_id, words) VALUES (:id, array_to_tsvector(:words))"),
        {"id": listing.id, "words": sorted(set(words.split()))},
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
        # Not to_tsquery: its parser would take words apart once more, by rules of its own.
        match = " & ".join("(" + " | ".join(f"'{form}':*" for form in group) + ")" for group in asked)
        found = sa.select(table.c.listing_id).where(
            table.c.words.op("@@")(sa.cast(match, postgresql.TSQUERY))
        )
    return Listing.id.in_(found)
