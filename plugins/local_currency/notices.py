"""What members of the currency are told of by the desk, the committee and the fund."""

from collections.abc import Iterable

from app.plugin_api import Notice, lazy


def notices() -> Iterable[Notice]:
    """Applications, requests to change units back, bonuses."""
    yield Notice(
        slug="local_currency.organisation_asked",
        label=lazy("An organisation asks to take a currency that I coordinate"),
        sentence=lazy("%(name)s asks to take part in the currency."),
        mail_subject=lazy("%(name)s asks to take part in the currency"),
        mail_text=lazy(
            "%(name)s asks to take part in the currency. The committee reads the application and decides."
        ),
    )
    yield Notice(
        slug="local_currency.organisation_approved",
        label=lazy("My organisation can take the currency"),
        sentence=lazy("%(name)s takes part in the currency from now on."),
        mail_subject=lazy("%(name)s takes part in the currency"),
        mail_text=lazy(
            "The committee said yes: %(name)s takes part in the currency from now on and has an account."
        ),
        optional=False,
    )
    yield Notice(
        slug="local_currency.organisation_refused",
        label=lazy("My organisation cannot take the currency"),
        sentence=lazy("The committee did not accept %(name)s: %(reason)s"),
        mail_subject=lazy("The application of %(name)s was not accepted"),
        mail_text=lazy("The committee did not accept the application of %(name)s. The reason: %(reason)s"),
        optional=False,
    )
    yield Notice(
        slug="local_currency.organisation_withdrawn",
        label=lazy("My organisation no longer takes part"),
        sentence=lazy("%(name)s no longer takes part in the currency: %(reason)s"),
        mail_subject=lazy("%(name)s no longer takes part in the currency"),
        mail_text=lazy(
            "%(name)s no longer takes part in the currency. The reason: %(reason)s\n\n"
            "What is on the account can still be changed back into euros."
        ),
        optional=False,
    )
    yield Notice(
        slug="local_currency.reconversion_asked",
        label=lazy("An organisation asks to change units back"),
        sentence=lazy("%(name)s asks to change %(amount)s back into euros."),
        mail_subject=lazy("%(name)s asks to change %(amount)s back"),
        mail_text=lazy(
            "%(name)s asks to change %(amount)s back into euros. A desk or a coordinator can do it."
        ),
    )
    yield Notice(
        slug="local_currency.reconversion_executed",
        label=lazy("My units were changed back"),
        sentence=lazy("%(amount)s of %(name)s were changed back into euros."),
        mail_subject=lazy("%(amount)s were changed back"),
        mail_text=lazy(
            "%(amount)s of %(name)s were changed back into euros. The slip shows the calculation."
        ),
    )
    yield Notice(
        slug="local_currency.reconversion_refused",
        label=lazy("My units were not changed back"),
        sentence=lazy("%(amount)s of %(name)s were not changed back: %(reason)s"),
        mail_subject=lazy("%(amount)s were not changed back"),
        mail_text=lazy("%(amount)s of %(name)s were not changed back. The reason: %(reason)s"),
        optional=False,
    )
    yield Notice(
        slug="local_currency.bonus_given",
        label=lazy("I was admitted to a bonus programme"),
        sentence=lazy("You get more units for your euros from now on: %(programme)s."),
        mail_subject=lazy("More units for your euros"),
        mail_text=lazy(
            "You were admitted to %(programme)s: you get more units for your euros from now on. "
            "Only you and the coordinators know."
        ),
    )
