"""What every template has at hand: words, dates, sums, addresses of static files."""

import hashlib
from collections.abc import Callable, Hashable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel import dates, numbers
from flask import Flask, g, render_template, session, url_for
from markupsafe import Markup

from app import clock, text
from app.db.kept import Kept
from app.web.access import May, may
from app.web.context import here
from app.web.markdown import render as markdown
from app.web.nonce import csp_nonce
from app.web.spiral_chart import small_spiral

NONCE = "nonce-of-this-response"
_parts: Kept[Markup] = Kept(512)


def init_app(app: Flask) -> None:
    """Give the templates their filters and globals."""
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(text.gettext, text.unfilled, newstyle=True)  # type: ignore[attr-defined]
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        day=day,
        moment=moment,
        clock_time=clock_time,
        ago=ago,
        minutes=minutes,
        number=number,
        month_name=month_name,
        amount=amount,
        markdown=markdown,
    )
    environment.globals.update(asset=asset, May=May, may=may, here=here, languages=text.LANGUAGES)
    environment.globals.update(small_spiral=small_spiral)
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    person = here.person
    return {
        "territory": here.territory,
        "person": person,
        "member": here.member,
        "current_locale": text.language(),
        "light_or_dark": person.theme if person is not None else session.get("theme", "auto"),
        "csp_nonce": csp_nonce,
    }


@cache
def _fingerprint(path: str) -> str:
    file = Path(__file__).parents[1] / "static" / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


@cache
def _asset(prefix: str, path: str) -> str:
    return f"{prefix}{path}?v={_fingerprint(path)}"


def asset(path: str) -> str:
    """Return the address of a static file, which changes whenever its content does."""
    if "static_prefix" not in g:
        g.static_prefix = url_for("static", filename="")
    return _asset(g.static_prefix, path)


def kept_part(key: Hashable, template: str, make: Callable[[], dict[str, Any]]) -> Markup:
    """Render a part of a page that is the same for everybody; again only under another key or language.

    Args:
        key: all that the part depends on, the version of what it shows included.
        make: gives the template's values; called only when the part is rendered.
    """

    def render() -> Markup:
        html = render_template(template, **make(), csp_nonce=lambda: NONCE)
        return Markup(html)  # noqa: S704  # our own template

    kept = _parts.get((template, key, text.language()), render)
    return Markup(kept.replace(NONCE, csp_nonce()))  # noqa: S704


def _zone() -> str:
    return here.territory.time_zone if here.territory is not None else "Europe/Paris"


def day(value: date | datetime | None, style: str = "long") -> str:
    """Write a day in words: ``3 mars 2026``."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.local(value, _zone()).date()
    words = dates.format_date(value, style, locale=text.locale())
    first_in_french = value.day == 1 and text.language() == "fr" and words.startswith("1 ")
    return f"1er{words[1:]}" if first_in_french else words


def month_name(value: str) -> str:
    """Write a month such as ``2026-03`` in words: ``mars 2026``."""
    year, month = value.split("-")
    return text.by_skeleton("yMMMM", date(int(year), int(month), 1))


def clock_time(value: datetime | None) -> str:
    """Write the time of day: ``14:30``."""
    if value is None:
        return ""
    return dates.format_time(clock.local(value, _zone()), "short", locale=text.locale())


def moment(value: datetime | None) -> str:
    """Write an instant in words: ``mardi 3 mars à 14:30``."""
    if value is None:
        return ""
    there = clock.local(value, _zone())
    skeleton = "MMMMEd" if there.year == clock.local(clock.now(), _zone()).year else "yMMMEd"
    words = text.by_skeleton(skeleton, there)
    return text._(
        "%(day)s at %(time)s", day=words, time=dates.format_time(there, "short", locale=text.locale())
    )


def ago(value: datetime | None) -> str:
    """Write how long ago: ``il y a 3 jours``."""
    if value is None:
        return ""
    return dates.format_timedelta(value - clock.now(), add_direction=True, locale=text.locale())


def minutes(value: int | None) -> str:
    """Write a duration in minutes as people say it: ``1 h 30``."""
    if value is None:
        return ""
    sign = "−" if value < 0 else ""
    hours, rest = divmod(abs(value), 60)
    if hours == 0:
        return f"{sign}{rest} min"
    return f"{sign}{hours} h {rest:02d}" if rest else f"{sign}{hours} h"


def number(value: int | float | None) -> str:
    """Write a number with the separators of the language."""
    return "" if value is None else numbers.format_decimal(value, locale=text.locale())


def amount(value: int, unit: str, scale: int = 0) -> str:
    """Write an amount of the smallest unit: minutes as hours, other units with their decimals."""
    if unit == "minutes":
        return minutes(value)
    pattern = "#,##0." + "0" * scale if scale else "#,##0"
    whole = numbers.format_decimal(value / 10**scale, pattern, locale=text.locale())
    return f"{whole} {'€' if unit == 'cents' else unit}"
