"""Which passwords are taken: ten characters or more, and not one that is guessed at once.

No rules on capitals or digits: they make passwords harder for people and not for machines.
"""

from flask_security import PasswordUtil

from app.text import _

SHORTEST = 10
LONGEST = 200
LOOKED_AT = 64  # characters; the rest only makes it stronger
ENOUGH = 6.5  # powers of ten of guesses: what an attacker who must ask us can never try
COMMON_IN_FRENCH = (
    "motdepasse", "azertyuiop", "azerty", "bonjour", "jetaime", "soleil", "doudou", "loulou", "chouchou",
    "chocolat", "marseille", "bordeaux", "france", "amour", "coucou", "vacances", "maman", "papa",
    "ensemble", "together", "territoire", "voisin", "partage",
)  # fmt: skip


class Passwords(PasswordUtil):
    """Checks new passwords, without asking any other machine."""

    def validate(self, password: str, is_register: bool, **known: object) -> tuple[list[str] | None, str]:
        """Return what is wrong with ``password``, and the password in its normal form."""
        password = self.normalize(password)
        if len(password) < SHORTEST:
            return [
                _("Take at least %(count)s characters; a few words in a row do well.", count=SHORTEST)
            ], password
        if len(password) > LONGEST:
            return [_("Take at most %(count)s characters.", count=LONGEST)], password
        if guessed_at_once(password, _own_words(known)):
            return [
                _("This password is among the first that would be tried. Take a few words of your own.")
            ], password
        return None, password


def guessed_at_once(password: str, own_words: list[str]) -> bool:
    """Tell whether lists of known passwords, or what is known of the person, give ``password`` away."""
    from zxcvbn import zxcvbn  # its lists take a moment to read: only when a password is chosen

    found = zxcvbn(password[:LOOKED_AT], user_inputs=[*own_words, *COMMON_IN_FRENCH])
    return bool(found["guesses_log10"] < ENOUGH)


def _own_words(known: dict[str, object]) -> list[str]:
    person = known.get("user")
    values = [
        known.get("email") or getattr(person, "email", ""),
        known.get("first_name") or getattr(person, "first_name", ""),
        getattr(person, "last_name", ""),
    ]
    words = [str(value) for value in values if value]
    return words + [part for word in words for part in word.replace("@", ".").split(".") if part]
