"""Names of places as keys to search by: without accents, case, punctuation, and abbreviations."""

import re
from unicodedata import combining, normalize

ARTICLES = frozenset({
    "le", "la", "les", "l", "los", "las", "el", "the", "der", "die", "das", "il", "lo", "gli", "i",
    "het", "den", "de", "os", "as", "o", "a", "al",
})  # fmt: skip
SAINTS = {"st": "saint", "ste": "sainte"}
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th"})
NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return ``text`` as a search key: "L'Haÿ-les-Roses" becomes "l hay les roses"."""
    letters = "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    words = NOT_A_WORD.sub(" ", letters.translate(LETTERS)).split()
    # The last word may be unfinished: "st" can become Strasbourg.
    return " ".join([SAINTS.get(word, word) for word in words[:-1]] + words[-1:])


def keys(name: str) -> list[str]:
    """Return the keys under which ``name`` is found: whole, and without its article."""
    whole = fold(name)
    article, _, rest = whole.partition(" ")
    return [whole, rest] if rest and article in ARTICLES else [whole] if whole else []
