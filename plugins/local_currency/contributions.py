"""What notes, melting, the yearly share and the directory contribute; ``plugin`` hands it on."""

from collections.abc import Iterable
from datetime import timedelta

from app.plugin_api import Job, Notice, Panel, lazy
from plugins.local_currency import (
    circulation_views,
    directory_panel,
    directory_views,
    melting_posting,
    melting_views,
    notes_moves_views,
    notes_views,
    shares_posting,
    shares_views,
    till_views,
)
from plugins.local_currency.forms import CurrencySettings
from plugins.local_currency.shares_forms import ShareSettings

PAGES = (
    circulation_views,
    directory_views,
    melting_views,
    notes_moves_views,
    notes_views,
    shares_views,
    till_views,
)
"""Named here, so that their pages are known."""
DAILY = timedelta(days=1)


class Settings(CurrencySettings, ShareSettings):
    """What the association decides, about the currency and about its share for associations."""


def panels() -> Iterable[Panel]:
    """The way to the directory, the figures, the share and the till."""
    yield Panel(
        slug="local_currency.public_face",
        title=lazy("The currency in daily life"),
        place="subnetwork",
        template="local_currency/public_face.html",
        context=directory_panel.public_face,
    )


def jobs() -> Iterable[Job]:
    """Melting on its day, and the reminder of a share that nobody posted."""
    yield Job(slug="local_currency.melting", every=DAILY, run=melting_posting.run)
    yield Job(slug="local_currency.shares", every=DAILY, run=shares_posting.remind)


def notices() -> Iterable[Notice]:
    """The yearly share and melting."""
    yield Notice(
        slug="local_currency.share_given",
        label=lazy("My association got its yearly share of the currency"),
        sentence=lazy("%(name)s got %(amount)s: the share of the year to %(year)s."),
        mail_subject=lazy("%(name)s got %(amount)s"),
        mail_text=lazy(
            "%(name)s got %(amount)s, its share of the year to %(year)s. Members who chose it: %(sponsors)s."
        ),
    )
    yield Notice(
        slug="local_currency.share_due",
        label=lazy("The yearly share of a currency that I coordinate is due"),
        sentence=lazy("The share of associations for the year to %(year)s waits to be posted in %(name)s."),
        mail_subject=lazy("The yearly share of associations waits"),
        mail_text=lazy(
            "Since 30 June %(year)s the share of associations can be computed in %(name)s, and nobody has "
            "posted it yet. The page shows what each would get before anything moves."
        ),
    )
    yield Notice(
        slug="local_currency.melting_decided",
        label=lazy("It was decided that units of my currency melt"),
        sentence=lazy("From %(day)s on, a little of what is kept and not spent melts: %(name)s."),
        mail_subject=lazy("From %(day)s on, units melt"),
        mail_text=lazy(
            "It was decided that from %(day)s on a little of what is kept on an account of %(name)s and not "
            "spent melts each month. The page says how much, what is exempt and where it goes."
        ),
        optional=False,
    )
    yield Notice(
        slug="local_currency.melting_ahead",
        label=lazy("Units on my account will melt"),
        sentence=lazy("As your account of %(name)s stands, %(amount)s melt on %(day)s. Spent, they do not."),
        mail_subject=lazy("On %(day)s %(amount)s melt"),
        mail_text=lazy(
            "As your account of %(name)s stands today, %(amount)s melt on %(day)s. What you spend "
            "before does not melt."
        ),
    )
    yield Notice(
        slug="local_currency.melted",
        label=lazy("Units on my account melted"),
        sentence=lazy("%(amount)s of your account of %(name)s melted and went to a common fund."),
        mail_subject=lazy("%(amount)s melted"),
        mail_text=lazy(
            "%(amount)s of your account of %(name)s melted and went to a common fund. Your statement "
            "shows it."
        ),
    )
