"""Numbers that carry their own check: SIRET (Luhn), IBAN (ISO 13616), payment references (ISO 11649)."""

import hashlib
import re
from uuid import UUID

SIRET_LENGTH = 14
LA_POSTE = "356000000"
"""SIREN of La Poste, whose establishments follow another rule: the sum of digits is a multiple of 5."""
LARGEST_REMAINDER, SHORTEST_IBAN, LONGEST_IBAN, IBAN_OF_FRANCE = 97, 15, 34, 27
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
"""No I, L or O, which look like figures; letters alone, so that each wrong or swapped one is found."""
REFERENCE_LENGTH = 9
_REFERENCE = re.compile(
    rf"(?<![0-9A-Z])R[\s.-]*F[\s.-]*(\d[\s.-]*\d(?:[\s.-]*[{LETTERS}]){{{REFERENCE_LENGTH}}})"
)


def without_spaces(typed: str) -> str:
    """Return what was typed in capitals, without the spaces, points and hyphens people put in."""
    return re.sub(r"[\s.\-\u00a0\u202f]", "", typed).upper()


def is_siret(number: str) -> bool:
    """Tell whether fourteen digits pass the check of a SIRET number."""
    if not re.fullmatch(rf"[0-9]{{{SIRET_LENGTH}}}", number):
        return False
    if number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0:
        return True
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(number))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _remainder(text: str) -> int:
    """Return what is left after division by 97, letters being 10 to 35 (ISO 7064, MOD 97-10)."""
    return int("".join(str(int(sign, 36)) for sign in text)) % LARGEST_REMAINDER


def is_iban(number: str) -> bool:
    """Tell whether an account number passes the check of an IBAN; spaces must be gone."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+", number):
        return False
    if not SHORTEST_IBAN <= len(number) <= LONGEST_IBAN:
        return False
    if number.startswith("FR") and len(number) != IBAN_OF_FRANCE:
        return False
    return _remainder(number[4:] + number[:4]) == 1


def is_bic(code: str) -> bool:
    """Tell whether a code looks like that of a bank (ISO 9362)."""
    return re.fullmatch(r"[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?", code) is not None


def in_fours(number: str) -> str:
    """Write a long number in groups of four, as people read it."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def reference_of(subnetwork_id: UUID, owner_id: UUID) -> str:
    """Return the payment reference of a member or an organisation: always the same, told from its ids.

    Two of a hundred thousand share one with a probability below one percent; then nobody is matched by it.
    """
    number = int.from_bytes(hashlib.sha256(subnetwork_id.bytes + owner_id.bytes).digest())
    signs = ""
    for _place in range(REFERENCE_LENGTH):
        number, rest = divmod(number, len(LETTERS))
        signs += LETTERS[rest]
    return f"RF{98 - _remainder(signs + 'RF00'):02}{signs}"


def is_reference(reference: str) -> bool:
    """Tell whether a payment reference passes its check."""
    return _remainder(reference[4:] + reference[:4]) == 1


def references_in(text: str) -> list[str]:
    """Return the payment references that stand in the words of a transfer and pass their check."""
    found = ("RF" + without_spaces(match.group(1)) for match in _REFERENCE.finditer(text.upper()))
    return list(dict.fromkeys(reference for reference in found if is_reference(reference)))
