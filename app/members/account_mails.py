"""The mails about one's account: what Flask-Security wants to send, in our words, through the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import after_this_request, request, url_for
from flask_security import MailUtil
from werkzeug.wrappers import Response

from app.notifications import outbox
from app.text import lazy, speaking
from app.web.database import db
from app.web.views import local_path

Context = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AccountMail:
    """One mail: its words, filled with what Flask-Security tells, and the page it leads to."""

    subject: Any
    text: Any
    path: Callable[[Context], str | None] = lambda context: None


def _confirmation(context: Context) -> str:
    values = {"token": context["confirmation_token"]}
    wanted = local_path(request.values.get("next"))
    if wanted != url_for("home.index"):  # the territory they came to join, even if the mail opens elsewhere
        values["next"] = wanted
    return url_for("security.confirm_email", **values)


def _already_here(context: Context) -> str:
    if context.get("confirmation_token"):
        return _confirmation(context)
    return url_for("security.reset_password", token=context["reset_token"])


MAILS: dict[str, AccountMail] = {
    "welcome": AccountMail(
        subject=lazy("Welcome to Together: is this your address?"),
        text=lazy(
            "Hello %(name)s,\n\nwelcome! One step is left: open the page below and say that this is "
            "your address. "
            "The link works for two days.\n\nIf you did not sign up, leave this mail aside: nothing "
            "will happen."
        ),
        path=_confirmation,
    ),
    "welcome_existing": AccountMail(
        subject=lazy("You already have an account"),
        text=lazy(
            "Hello %(name)s,\n\nsomebody, you perhaps, wanted to sign up with this address. You "
            "already have an "
            "account with it. The page below helps you back in.\n\nIf it was not you, leave this "
            "mail aside: "
            "nothing has changed."
        ),
        path=_already_here,
    ),
    "confirmation_instructions": AccountMail(
        subject=lazy("Is this your address?"),
        text=lazy(
            "Hello %(name)s,\n\nopen the page below and say that this is your address. The link "
            "works for two days."
        ),
        path=_confirmation,
    ),
    "reset_instructions": AccountMail(
        subject=lazy("A new password"),
        text=lazy(
            "Hello %(name)s,\n\nyou asked for a new password. The page below lets you choose one; "
            "the link works "
            "for one day and only once.\n\nIf you did not ask, leave this mail aside: your password "
            "stays as it is."
        ),
        path=lambda context: url_for("security.reset_password", token=context["reset_token"]),
    ),
    "reset_notice": AccountMail(
        subject=lazy("Your password was changed"),
        text=lazy(
            "Hello %(name)s,\n\nyour password was just changed. Every device was signed out, and no token "
            "of a program counts any more. If that was you, all is well. If not, choose a new one now on "
            "the page below, then look at your devices."
        ),
        path=lambda context: url_for("security.forgot_password"),
    ),
    "change_notice": AccountMail(
        subject=lazy("Your password was changed"),
        text=lazy(
            "Hello %(name)s,\n\nyour password was just changed. Your other devices were signed out, and no "
            "token of a program counts any more. If that was you, all is well. If not, choose a new one now "
            "on the page below, then look at your devices."
        ),
        path=lambda context: url_for("security.forgot_password"),
    ),
    "change_email_instructions": AccountMail(
        subject=lazy("Is this your new address?"),
        text=lazy(
            "Hello %(name)s,\n\nyou want to use this address for your account. Open the page below "
            "to say yes; the "
            "link works for two hours. Until then your old address stays."
        ),
        path=lambda context: url_for("members.change_mail", token=context["token"]),
    ),
    "two_factor_instructions": AccountMail(
        subject=lazy("Your code to sign in: %(code)s"),
        text=lazy(
            "Hello %(name)s,\n\nyour code to sign in is %(code)s. It works for five "
            "minutes.\n\nNobody of ours will "
            "ever ask you for it. If you are not signing in just now, change your password."
        ),
    ),
}


class OutboxMail(MailUtil):
    """Writes mails into the outbox, in the transaction of what they tell of."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **context: Any,
    ) -> None:
        """Write the mail down in the language of the person; it leaves after the commit."""
        user = context["user"]
        write(template.rpartition("/")[2], str(recipient), user.first_name, user.language, context)
        after_this_request(_commit)  # some of Flask-Security's views write nothing else


def write(name: str, recipient: str, first_name: str, language: str, context: Context) -> None:
    """Write the account mail ``name`` for ``recipient`` into the outbox."""
    mail = MAILS[name]
    values = {"name": first_name, "code": context.get("token", "")}
    with speaking(language):
        outbox.write(
            db.session,
            kind=f"account.{name}",
            recipient=recipient,
            subject=str(mail.subject) % values,
            text=str(mail.text) % values,
            path=mail.path(context),
        )


def _commit(response: Response) -> Response:
    if response.status_code < 500:
        db.session.commit()
    return response
