"""The kinds of notifications, each with the words for the page and for the mail."""

from collections.abc import Iterable

from app.kernel.contributions import Notice
from app.text import lazy


def kind(slug: str) -> Notice:
    """Return the kind ``slug``."""
    return KINDS[slug]


def add(kinds: Iterable[Notice]) -> None:
    """Let people be told of what plugins bring, too."""
    KINDS.update({one.slug: one for one in kinds})


_membership = (
    Notice(
        slug="membership.asked",
        label=lazy("Somebody asks to join a territory I look after"),
        sentence=lazy("%(name)s asks to join %(territory)s."),
        mail_subject=lazy("%(name)s asks to join %(territory)s"),
        mail_text=lazy(
            "%(name)s would like to join %(territory)s and has answered your questions. "
            "Have a look and welcome them, or tell them why not."
        ),
    ),
    Notice(
        slug="membership.approved",
        label=lazy("I was welcomed into a territory"),
        sentence=lazy("Welcome to %(territory)s!"),
        mail_subject=lazy("Welcome to %(territory)s"),
        mail_text=lazy("You are now a member of %(territory)s. Say what you can offer, or what you need."),
        optional=False,
    ),
    Notice(
        slug="membership.refused",
        label=lazy("My request to join was answered"),
        sentence=lazy("%(territory)s did not accept your request to join: %(reason)s"),
        mail_subject=lazy("Your request to join %(territory)s"),
        mail_text=lazy("%(territory)s did not accept your request to join. The reason they gave: %(reason)s"),
        optional=False,
    ),
    Notice(
        slug="membership.suspended",
        label=lazy("My membership was suspended or given back"),
        sentence=lazy("%(territory)s has suspended your membership: %(reason)s"),
        mail_subject=lazy("Your membership of %(territory)s is suspended"),
        mail_text=lazy(
            "The administrators of %(territory)s have suspended your membership. The reason they gave: "
            "%(reason)s\n\nIf you see it otherwise, answer them, or the operator of this platform, whose "
            "address stands in the legal notice."
        ),
        optional=False,
    ),
    Notice(
        slug="membership.reinstated",
        label=lazy("My membership was given back"),
        sentence=lazy("You are a member of %(territory)s again."),
        mail_subject=lazy("You are a member of %(territory)s again"),
        mail_text=lazy("Your membership of %(territory)s is no longer suspended. Good to have you back."),
        optional=False,
    ),
    Notice(
        slug="role.given",
        label=lazy("I was given a role"),
        sentence=lazy("You are now %(role)s in %(place)s."),
        mail_subject=lazy("A new role for you in %(place)s"),
        mail_text=lazy("You are now %(role)s in %(place)s. Thank you for taking this on."),
    ),
)

_conversations = (
    Notice(
        slug="conversation.message",
        label=lazy("Somebody writes to me"),
        sentence=lazy("%(name)s wrote to you about “%(subject)s”."),
        mail_subject=lazy("%(name)s wrote to you"),
        mail_text=lazy(
            "%(name)s wrote to you about “%(subject)s”. Read it and answer on the platform: "
            "this mail cannot be answered."
        ),
    ),
)

_exchanges = (
    Notice(
        slug="exchange.asked",
        label=lazy("Somebody answers one of my offers or requests"),
        sentence=lazy("%(name)s answered “%(title)s” and waits for your answer."),
        mail_subject=lazy("%(name)s answered “%(title)s”"),
        mail_text=lazy(
            "%(name)s answered “%(title)s”, with a message and a proposal. "
            "You can agree, propose something else, or say no."
        ),
    ),
    Notice(
        slug="exchange.proposed",
        label=lazy("Somebody proposes something else in an exchange"),
        sentence=lazy("%(name)s proposes something else for “%(title)s”."),
        mail_subject=lazy("%(name)s proposes something else for “%(title)s”"),
        mail_text=lazy(
            "%(name)s proposes something else for “%(title)s”. Have a look at what has changed: "
            "it holds only once you agree."
        ),
    ),
    Notice(
        slug="exchange.kept",
        label=lazy("Somebody prefers what we had agreed before"),
        sentence=lazy("%(name)s prefers to keep what you had agreed for “%(title)s”."),
        mail_subject=lazy("“%(title)s” stays as you had agreed"),
        mail_text=lazy(
            "%(name)s prefers to keep what you had agreed for “%(title)s”. The change does not count."
        ),
    ),
    Notice(
        slug="exchange.agreed",
        label=lazy("Somebody agrees to my proposal"),
        sentence=lazy("%(name)s agreed: “%(title)s” is settled between you."),
        mail_subject=lazy("%(name)s agreed: “%(title)s”"),
        mail_text=lazy(
            "%(name)s agreed to your proposal for “%(title)s”. You can put it in your calendar, "
            "and show each other your address if you need to meet."
        ),
    ),
    Notice(
        slug="exchange.declined",
        label=lazy("Somebody says no to an exchange"),
        sentence=lazy("%(name)s cannot do “%(title)s” this time."),
        mail_subject=lazy("“%(title)s”: not this time"),
        mail_text=lazy(
            "%(name)s cannot do “%(title)s” this time. Perhaps somebody else can: have a look around."
        ),
    ),
    Notice(
        slug="exchange.cancelled",
        label=lazy("Somebody cancels an exchange"),
        sentence=lazy("%(name)s cancelled “%(title)s”."),
        mail_subject=lazy("“%(title)s” was cancelled"),
        mail_text=lazy(
            "%(name)s cancelled “%(title)s”. Nothing was counted, and what was set aside is free again."
        ),
    ),
    Notice(
        slug="exchange.done",
        label=lazy("Somebody says that an exchange is done"),
        sentence=lazy("%(name)s says that “%(title)s” is done. Is it?"),
        mail_subject=lazy("Is “%(title)s” done?"),
        mail_text=lazy(
            "%(name)s says that “%(title)s” is done. Please confirm it, or say that there is a problem. "
            "If you do nothing, it confirms by itself on %(day)s."
        ),
    ),
    Notice(
        slug="exchange.confirmed",
        label=lazy("An exchange is confirmed"),
        sentence=lazy("“%(title)s” with %(name)s is confirmed. Thank you both!"),
        mail_subject=lazy("“%(title)s” is confirmed"),
        mail_text=lazy(
            "“%(title)s” with %(name)s is confirmed. Will you say in a minute what it brought you?"
        ),
    ),
    Notice(
        slug="exchange.disputed",
        label=lazy("There is a problem with an exchange"),
        sentence=lazy("%(name)s says that there is a problem with “%(title)s”."),
        mail_subject=lazy("A problem with “%(title)s”"),
        mail_text=lazy(
            "%(name)s says that there is a problem with “%(title)s”. You can tell your side of it on the "
            "page of the exchange; a coordinator listens to both of you and settles it."
        ),
        optional=False,
    ),
    Notice(
        slug="exchange.to_settle",
        label=lazy("A disagreement waits for me as a coordinator"),
        sentence=lazy("A disagreement about “%(title)s” waits for you."),
        mail_subject=lazy("A disagreement about “%(title)s” waits for you"),
        mail_text=lazy(
            "%(name)s says that there is a problem with “%(title)s”. As a coordinator you can read what both "
            "sides say and settle it."
        ),
    ),
    Notice(
        slug="exchange.settled",
        label=lazy("A coordinator settled a disagreement of mine"),
        sentence=lazy("%(name)s settled the disagreement about “%(title)s”."),
        mail_subject=lazy("The disagreement about “%(title)s” is settled"),
        mail_text=lazy("%(name)s settled the disagreement about “%(title)s”, and wrote: %(note)s"),
        optional=False,
    ),
    Notice(
        slug="exchange.answer_awaited",
        label=lazy("A reminder: somebody waits for my answer"),
        sentence=lazy("%(name)s still waits for your answer about “%(title)s”."),
        mail_subject=lazy("%(name)s waits for your answer"),
        mail_text=lazy("%(name)s still waits for your answer about “%(title)s”. A no is an answer too."),
    ),
    Notice(
        slug="exchange.was_it_done",
        label=lazy("A reminder: has an exchange taken place?"),
        sentence=lazy("Has “%(title)s” with %(name)s taken place?"),
        mail_subject=lazy("Has “%(title)s” taken place?"),
        mail_text=lazy(
            "You and %(name)s had agreed on “%(title)s”. If it is done, say so on its page; "
            "if it did not happen, cancel it, so that nothing stays set aside."
        ),
    ),
    Notice(
        slug="exchange.confirmation_awaited",
        label=lazy("A reminder: an exchange is about to confirm by itself"),
        sentence=lazy("“%(title)s” confirms by itself on %(day)s. Please have a look."),
        mail_subject=lazy("“%(title)s” confirms by itself on %(day)s"),
        mail_text=lazy(
            "%(name)s says that “%(title)s” is done. It confirms by itself on %(day)s, unless you say before "
            "that there is a problem."
        ),
    ),
)

_listings = (
    Notice(
        slug="listing.ending",
        label=lazy("A listing of mine ends soon"),
        sentence=lazy('Your listing "%(title)s" leaves the board after %(day)s. One click keeps it there.'),
        mail_subject=lazy('Your listing "%(title)s" ends soon'),
        mail_text=lazy(
            'Your listing "%(title)s" leaves the board after %(day)s. '
            'Open it and press "Renew" to keep it, or leave it as it is.'
        ),
    ),
    Notice(
        slug="listing.ended",
        label=lazy("A listing of mine has ended"),
        sentence=lazy('Your listing "%(title)s" has left the board. You can put it back at any time.'),
        mail_subject=lazy('Your listing "%(title)s" has ended'),
        mail_text=lazy('Your listing "%(title)s" has left the board. You can put it back at any time.'),
    ),
    Notice(
        slug="listing.hidden",
        label=lazy("A coordinator hid a listing of mine"),
        sentence=lazy('A coordinator hid your listing "%(title)s": %(reason)s'),
        mail_subject=lazy('Your listing "%(title)s" was hidden'),
        mail_text=lazy(
            'A coordinator hid your listing "%(title)s". The reason they gave: %(reason)s\n\n'
            "If you do not agree, answer them from your page."
        ),
        optional=False,
    ),
)

KINDS: dict[str, Notice] = {
    item.slug: item for item in (*_membership, *_listings, *_conversations, *_exchanges)
}
