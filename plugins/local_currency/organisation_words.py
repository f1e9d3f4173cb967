"""What an organisation says of itself, freed from what is too much and checked."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from app.plugin_api import Refusal, _
from plugins.local_currency import check_digits

LONGEST_NAME = LONGEST_ACTIVITY = 80
LONGEST_DESCRIPTION = 2000
LONGEST_SIRET = 30
LONGEST_HOURS = 500
LONGEST_PLACE = LONGEST_WEBSITE = 200
LONGEST_PHONE = 40
LONGEST_REASON = 400

_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
"""Names of the Internet, with accents and without; whoever has a web site has one."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an organisation says of itself; it is public once it is approved."""

    activity: str
    description: str = ""
    siret: str = ""
    accepts: int = 100
    opening_hours: str = ""
    place: str = ""
    point: tuple[float, float] | None = None
    website: str = ""
    phone: str = ""


def tidied(words: Words) -> Words:
    """Return words without spaces to spare, as they are kept.

    Raises:
        Refusal: the activity is left out, the SIRET number is wrong, or the web site is no web address.
    """
    found = replace(
        words,
        activity=_kept(words.activity),
        description=_kept(words.description),
        siret=check_digits.without_spaces(_kept(words.siret)),
        opening_hours=_kept(words.opening_hours),
        place=_kept(words.place),
        website=_kept(words.website),
        phone=_kept(words.phone),
    )
    if not found.activity:
        raise Refusal(_("Say what the organisation does."), field="activity")
    if found.siret and not check_digits.is_siret(found.siret):
        raise Refusal(
            _("This is no SIRET number: fourteen digits, the last one checks the others."), field="siret"
        )
    if found.website and not _is_web_address(found.website):
        raise Refusal(_("A web address begins with https://"), field="website")
    return found


def tidied_name(name: str) -> str:
    """Return a name in one line.

    Raises:
        Refusal: nothing is left of it.
    """
    found = " ".join(_kept(name).split())
    if not found:
        raise Refusal(_("Give its name."), field="name")
    return found


def _kept(typed: str) -> str:
    return typed.replace("\x00", "").strip()


def _is_web_address(typed: str) -> bool:
    """Tell whether a text can be a link on a public page: another scheme could run what it says."""
    try:
        parts = urlsplit(typed)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = parts.scheme in ("http", "https") and parts.username is None and parts.password is None
    return plain and has_port and _HOST.fullmatch(parts.hostname or "") is not None
