"""The kinds of notifications, each with the words for the page and for the mail."""

from dataclasses import dataclass
from typing import Any

from app.text import lazy

Text = Any


@dataclass(frozen=True, kw_only=True)
class NotificationKind:
    """One kind; the sentences are filled with the notification's values (``%(name)s``)."""

    slug: str
    label: Text
    """For the page where people choose their mails: "Somebody asks for what I offer"."""
    sentence: Text
    """On the page of notifications."""
    mail_subject: Text
    mail_text: Text
    optional: bool = True
    """Whether the mail can be switched off."""


def kind(slug: str) -> NotificationKind:
    """Return the kind ``slug``."""
    return KINDS[slug]


_membership = (
    NotificationKind(
        slug="membership.asked",
        label=lazy("Somebody asks to join a territory I look after"),
        sentence=lazy("%(name)s asks to join %(territory)s."),
        mail_subject=lazy("%(name)s asks to join %(territory)s"),
        mail_text=lazy(
            "%(name)s would like to join %(territory)s and has answered your questions. "
            "Have a look and welcome them, or tell them why not."
        ),
    ),
    NotificationKind(
        slug="membership.approved",
        label=lazy("I was welcomed into a territory"),
        sentence=lazy("Welcome to %(territory)s!"),
        mail_subject=lazy("Welcome to %(territory)s"),
        mail_text=lazy("You are now a member of %(territory)s. Say what you can offer, or what you need."),
        optional=False,
    ),
    NotificationKind(
        slug="membership.refused",
        label=lazy("My request to join was answered"),
        sentence=lazy("%(territory)s did not accept your request to join: %(reason)s"),
        mail_subject=lazy("Your request to join %(territory)s"),
        mail_text=lazy("%(territory)s did not accept your request to join. The reason they gave: %(reason)s"),
        optional=False,
    ),
    NotificationKind(
        slug="role.given",
        label=lazy("I was given a role"),
        sentence=lazy("You are now %(role)s in %(place)s."),
        mail_subject=lazy("A new role for you in %(place)s"),
        mail_text=lazy("You are now %(role)s in %(place)s. Thank you for taking this on."),
    ),
)

KINDS: dict[str, NotificationKind] = {item.slug: item for item in (*_membership,)}
