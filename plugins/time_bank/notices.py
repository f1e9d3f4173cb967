"""What people are told about workshops and about time for the association."""

from app.plugin_api import Notice, lazy

NOTICES = (
    Notice(
        slug="time_bank.somebody_comes",
        label=lazy("Somebody signs up for a workshop that I lead"),
        sentence=lazy("Somebody signed up for “%(title)s”."),
        mail_subject=lazy("Somebody comes to “%(title)s”"),
        mail_text=lazy("Somebody signed up for your workshop “%(title)s”. The list is on its page."),
    ),
    Notice(
        slug="time_bank.place_free",
        label=lazy("A place is free in a workshop for which I waited"),
        sentence=lazy("A place is free: you are on the list of “%(title)s”."),
        mail_subject=lazy("A place for you in “%(title)s”"),
        mail_text=lazy(
            "A place became free and you are now on the list of “%(title)s”. If you cannot come any more, "
            "say so on its page: somebody else may wait."
        ),
    ),
    Notice(
        slug="time_bank.workshop_cancelled",
        label=lazy("A workshop to which I wanted to go is cancelled"),
        sentence=lazy("“%(title)s” is cancelled."),
        mail_subject=lazy("“%(title)s” is cancelled"),
        mail_text=lazy("The workshop “%(title)s”, for which you signed up, is cancelled."),
        optional=False,
    ),
    Notice(
        slug="time_bank.contribution_counted",
        label=lazy("Time that I gave to the association was counted"),
        sentence=lazy("Your time for the association was counted: %(what)s."),
        mail_subject=lazy("Your time for the association was counted"),
        mail_text=lazy("Your time for the association was counted: %(what)s. It stands on your account."),
    ),
    Notice(
        slug="time_bank.contribution_refused",
        label=lazy("Time that I noted for the association was not counted"),
        sentence=lazy("Your time for the association was not counted (%(what)s): %(why)s"),
        mail_subject=lazy("Your time for the association was not counted"),
        mail_text=lazy(
            "The time that you noted for the association (%(what)s) was not counted. "
            "The reason given: %(why)s"
        ),
    ),
)
