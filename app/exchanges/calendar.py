"""An agreed exchange as a calendar entry (RFC 5545)."""

from datetime import UTC, datetime, timedelta

from app import clock
from app.exchanges.models import Exchange, Proposal
from app.text import _

LINE = 75
LASTS = timedelta(hours=1)
"""Length of an entry whose end nobody said."""


def entry(exchange: Exchange, proposal: Proposal, *, url: str, host: str, zone: str, name: str) -> bytes:
    """Write the entry; its id stays the same, so that a change replaces it in the calendar.

    Args:
        name: first name of the other side.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Together//Exchanges//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{exchange.id}@{host}",
        f"DTSTAMP:{_instant(clock.now())}",
        f"SEQUENCE:{proposal.number}",
        *_span(proposal, zone),
        f"SUMMARY:{_escaped(_('%(title)s with %(name)s', title=exchange.listing.title, name=name))}",
        f"DESCRIPTION:{_escaped(proposal.what)}",
        f"URL:{url}",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _span(proposal: Proposal, zone: str) -> list[str]:
    assert proposal.starts_at is not None
    if proposal.whole_day:
        first = clock.local(proposal.starts_at, zone).date()
        last = clock.local(proposal.ends_at or proposal.starts_at, zone).date()
        return [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"]
    ends_at = proposal.ends_at or proposal.starts_at + LASTS
    return [f"DTSTART:{_instant(proposal.starts_at)}", f"DTEND:{_instant(ends_at)}"]


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """Escape a text (RFC 5545, 3.3.11); other control characters have no place in it."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def _folded(line: str) -> str:
    """Break a line after 75 octets at most, never inside a letter (RFC 5545, 3.1)."""
    parts, size = [""], 0
    for letter in line:
        length = len(letter.encode())
        if size + length > LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += length
    return "\r\n".join(parts)
