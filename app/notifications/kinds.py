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

_payments = (
    Notice(
        slug="payment.received",
        label=lazy("Somebody paid me"),
        sentence=lazy("%(name)s paid you %(amount)s: %(what)s."),
        mail_subject=lazy("%(name)s paid you %(amount)s"),
        mail_text=lazy(
            "%(name)s paid you %(amount)s: %(what)s. It stands on your account; here is the receipt."
        ),
    ),
    Notice(
        slug="payment.entered",
        label=lazy("A coordinator entered a payment for me"),
        sentence=lazy("%(by)s entered a payment for you: %(amount)s to %(name)s, %(what)s."),
        mail_subject=lazy("%(by)s entered a payment for you"),
        mail_text=lazy(
            "%(by)s entered a payment in your place: %(amount)s to %(name)s, %(what)s. "
            "If something is wrong, tell them: they can correct it."
        ),
        optional=False,
    ),
    Notice(
        slug="payment.asked",
        label=lazy("Somebody asks me for a payment"),
        sentence=lazy("%(name)s asks you for %(amount)s: %(what)s."),
        mail_subject=lazy("%(name)s asks you for %(amount)s"),
        mail_text=lazy(
            "%(name)s asks you for %(amount)s: %(what)s. You can pay with one confirmation, or say no. "
            "Nothing moves unless you confirm it."
        ),
    ),
    Notice(
        slug="payment.asked_open",
        label=lazy("Somebody asks me for a payment and lets me say how much"),
        sentence=lazy("%(name)s asks you for a payment, you say how much: %(what)s."),
        mail_subject=lazy("%(name)s asks you for a payment"),
        mail_text=lazy(
            "%(name)s asks you for a payment and lets you say how much: %(what)s. You can also say no. "
            "Nothing moves unless you confirm it."
        ),
    ),
    Notice(
        slug="payment.declined",
        label=lazy("Somebody says no to a payment that I asked for"),
        sentence=lazy("%(name)s says no to what you asked for (%(what)s): %(answer)s"),
        mail_subject=lazy("%(name)s says no to what you asked for"),
        mail_text=lazy(
            "%(name)s says no to the payment that you asked for (%(what)s), and wrote: %(answer)s"
        ),
    ),
    Notice(
        slug="payment.declined_silently",
        label=lazy("Somebody says no, without words, to a payment that I asked for"),
        sentence=lazy("%(name)s says no to what you asked for (%(what)s)."),
        mail_subject=lazy("%(name)s says no to what you asked for"),
        mail_text=lazy("%(name)s says no to the payment that you asked for (%(what)s)."),
    ),
    Notice(
        slug="payment.order_refused",
        label=lazy("A regular payment of mine could not be made"),
        sentence=lazy("Your regular payment of %(amount)s to %(name)s could not be made: %(why)s"),
        mail_subject=lazy("Your regular payment to %(name)s could not be made"),
        mail_text=lazy(
            "Your regular payment of %(amount)s to %(name)s (%(what)s) could not be made. %(why)s\n\n"
            "We try again each day for a few days. You need do nothing but bring your account in order."
        ),
    ),
    Notice(
        slug="payment.order_missing",
        label=lazy("A regular payment to me could not be made"),
        sentence=lazy("The regular payment of %(amount)s from %(name)s could not be made today."),
        mail_subject=lazy("The regular payment from %(name)s is late"),
        mail_text=lazy(
            "The regular payment of %(amount)s from %(name)s (%(what)s) could not be made today. "
            "It is tried again each day for a few days."
        ),
    ),
)

_clearing = (
    Notice(
        slug="clearing.owed_to_you",
        label=lazy("Somebody notes that they owe me something"),
        sentence=lazy("%(name)s notes: I owe you %(amount)s (%(text)s)."),
        mail_subject=lazy("%(name)s owes you %(amount)s"),
        mail_text=lazy("%(name)s notes that they owe you %(amount)s: %(text)s"),
    ),
    Notice(
        slug="clearing.asked_to_confirm",
        label=lazy("Somebody notes that I owe them something"),
        sentence=lazy("%(name)s notes that you owe %(amount)s (%(text)s). Is it so?"),
        mail_subject=lazy("Do you owe %(name)s %(amount)s?"),
        mail_text=lazy(
            "%(name)s notes that you owe %(amount)s: %(text)s. It counts only when you say that it is so."
        ),
    ),
    Notice(
        slug="clearing.confirm",
        label=lazy("Somebody answers what I noted as owed to me"),
        sentence=lazy("%(name)s says that it is so: %(amount)s (%(text)s)."),
        mail_subject=lazy("%(name)s says that it is so"),
        mail_text=lazy("%(name)s says that they owe you %(amount)s: %(text)s"),
    ),
    Notice(
        slug="clearing.refuse",
        label=lazy("Somebody does not agree with what I noted as owed to me"),
        sentence=lazy("%(name)s says that it is not so: %(amount)s (%(text)s)."),
        mail_subject=lazy("%(name)s says that it is not so"),
        mail_text=lazy(
            "You noted that %(name)s owes you %(amount)s (%(text)s). They say that it is not so. "
            "Talk it over."
        ),
    ),
    Notice(
        slug="clearing.pay",
        label=lazy("Somebody pays what they owed me"),
        sentence=lazy("%(name)s paid what they owed you: %(amount)s (%(text)s)."),
        mail_subject=lazy("%(name)s paid you %(amount)s"),
        mail_text=lazy("%(name)s paid what they owed you: %(amount)s, for %(text)s"),
    ),
    Notice(
        slug="clearing.withdraw",
        label=lazy("Somebody lets go what I owed them"),
        sentence=lazy("You need not pay %(name)s %(amount)s any more (%(text)s)."),
        mail_subject=lazy("You need not pay %(name)s any more"),
        mail_text=lazy("%(name)s lets go what you owed them: %(amount)s, for %(text)s"),
    ),
    Notice(
        slug="clearing.proposed",
        label=lazy("A circle of debts was found with mine in it"),
        sentence=lazy("Debts of yours can cancel in a circle (%(ledger)s). Do you agree?"),
        mail_subject=lazy("Debts of yours can cancel in a circle"),
        mail_text=lazy(
            "In %(ledger)s a circle of debts was found with yours in it: they can cancel each other without "
            "anybody paying. It is done only when everybody in it agrees."
        ),
    ),
    Notice(
        slug="clearing.posted",
        label=lazy("A circle of debts was carried out"),
        sentence=lazy("A circle of debts with yours in it was carried out (%(ledger)s)."),
        mail_subject=lazy("Debts of yours have cancelled"),
        mail_text=lazy(
            "Everybody agreed: debts of yours in %(ledger)s have cancelled others. Your balance is the same."
        ),
    ),
    Notice(
        slug="clearing.taken_back",
        label=lazy("A circle of debts was taken back"),
        sentence=lazy("A circle of debts with yours in it was taken back (%(ledger)s)."),
        mail_subject=lazy("Debts of yours are owed again"),
        mail_text=lazy(
            "A circle of debts in %(ledger)s was taken back as a whole. What it cancelled is owed again; "
            "your statement shows both and says why."
        ),
    ),
)

_accounts = (
    Notice(
        slug="account.may_see",
        label=lazy("Somebody lets me see an account"),
        sentence=lazy("%(name)s lets you see the account “%(account)s”."),
        mail_subject=lazy("You may see the account “%(account)s”"),
        mail_text=lazy("%(name)s lets you see the account “%(account)s”: its balance and its statement."),
    ),
    Notice(
        slug="account.may_pay_up_to",
        label=lazy("Somebody lets me pay from an account, up to an amount"),
        sentence=lazy("%(name)s lets you pay from the account “%(account)s”, up to %(most)s at a time."),
        mail_subject=lazy("You may pay from the account “%(account)s”"),
        mail_text=lazy(
            "%(name)s lets you see the account “%(account)s” and pay from it, up to %(most)s at a time."
        ),
        optional=False,
    ),
    Notice(
        slug="account.may_pay",
        label=lazy("Somebody lets me pay from an account"),
        sentence=lazy("%(name)s lets you pay from the account “%(account)s”."),
        mail_subject=lazy("You may pay from the account “%(account)s”"),
        mail_text=lazy("%(name)s lets you see the account “%(account)s” and pay from it."),
        optional=False,
    ),
    Notice(
        slug="account.right_taken",
        label=lazy("I may no longer use an account"),
        sentence=lazy("%(name)s took the account “%(account)s” back: you no longer see or use it."),
        mail_subject=lazy("The account “%(account)s” is no longer entrusted to you"),
        mail_text=lazy("%(name)s took the account “%(account)s” back: you no longer see or use it."),
    ),
    Notice(
        slug="account.corrected",
        label=lazy("A coordinator put a movement on my account right"),
        sentence=lazy("%(name)s took back %(amount)s of %(day)s on the account “%(account)s”: %(why)s"),
        mail_subject=lazy("A movement on your account was put right"),
        mail_text=lazy(
            "%(name)s took back %(amount)s of %(day)s on the account “%(account)s”, and wrote: %(why)s\n\n"
            "Your statement shows both entries. If you see it otherwise, answer them."
        ),
        optional=False,
    ),
    Notice(
        slug="account.replaced",
        label=lazy("A coordinator put another movement in the place of a wrong one"),
        sentence=lazy(
            "%(name)s put a movement on the account “%(account)s” right: %(amount)s instead of %(was)s. "
            "%(why)s"
        ),
        mail_subject=lazy("A movement on your account was put right"),
        mail_text=lazy(
            "%(name)s put a movement of %(day)s on the account “%(account)s” right: %(amount)s instead of "
            "%(was)s. They wrote: %(why)s\n\n"
            "Your statement shows all the entries. If you see it otherwise, answer them."
        ),
        optional=False,
    ),
)

_ledgers = (
    Notice(
        slug="ledger.stopped",
        label=lazy("A check found a ledger I look after wrong"),
        sentence=lazy("A check found something wrong in %(ledger)s. Nothing moves in it for now."),
        mail_subject=lazy("%(ledger)s is stopped: a check found something wrong"),
        mail_text=lazy(
            "The daily check found something wrong in %(ledger)s of %(territory)s. Nothing moves in it any "
            "more, so that no mistake grows; balances and statements can still be read.\n\n"
            "The operator of the platform sees with 'together ledgers verify' what is wrong, puts it right, "
            "and lets the ledger go on with 'together ledgers resume'."
        ),
        optional=False,
    ),
)

_webhooks = (
    Notice(
        slug="webhook.paused",
        label=lazy("A webhook I look after was paused"),
        sentence=lazy(
            "The webhook “%(webhook)s” of %(place)s is paused: its receiver does not take anything."
        ),
        mail_subject=lazy("The webhook “%(webhook)s” is paused"),
        mail_text=lazy(
            "The receiver of the webhook “%(webhook)s” of %(place)s has not taken anything for days, or says "
            "that it wants nothing more, so it is paused. What happens now waits for thirty days: when the "
            "receiver is well again, press “Resume” on the page of the webhook. Nobody else notices anything."
        ),
        optional=False,
    ),
)

KINDS: dict[str, Notice] = {
    item.slug: item
    for item in (
        *_membership,
        *_listings,
        *_conversations,
        *_exchanges,
        *_payments,
        *_clearing,
        *_accounts,
        *_ledgers,
        *_webhooks,
    )
}
