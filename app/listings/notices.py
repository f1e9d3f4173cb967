"""Cards as HTML, each drawn once as long as it says the same."""

from datetime import datetime, timedelta

from flask import Flask
from markupsafe import Markup

from app import clock
from app.db.kept import Kept
from app.listings.cards import Card
from app.text import language

MOST = 8192
_drawn: Kept[Markup] = Kept(MOST)


def init_app(app: Flask) -> None:
    """Give the templates ``card_html``."""

    def card_html(card: Card, level: int = 3, lazy: bool = True) -> Markup:
        """Draw a card as the macro ``listing_card`` does; the same card again costs a look-up."""

        def draw() -> Markup:
            macros = app.jinja_env.get_template("macros/cards.html").module
            return Markup(macros.listing_card(card, level=level, lazy=lazy))  # type: ignore[attr-defined]  # noqa: S704

        return _drawn.get((card, level, lazy, language(), _age(card.published_at)), draw)

    app.jinja_env.globals["card_html"] = card_html


def _age(since: datetime | None) -> int:
    """Return what changes whenever the words for the age do: minutes, then hours, then days."""
    if since is None:
        return 0
    age = clock.now() - since
    if age < timedelta(hours=1):
        return int(age.total_seconds() // 60)
    if age < timedelta(days=2):
        return 100 + int(age.total_seconds() // 3600)
    return 1000 + age.days
