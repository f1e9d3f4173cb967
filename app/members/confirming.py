"""Saying "yes, this is my address": a button, for programs that look into mails follow every link.

Who confirms in the browser in which they signed up is signed in at once. In any other browser the
password is asked for: somebody else may have signed up with this address, and knows that password.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user, user_not_registered, user_registered
from flask_security.confirmable import confirm_email_token_status, confirm_user

from app.members.models import Person
from app.text import _
from app.web.database import db
from app.web.views import local_path

SIGNED_UP = "signed_up"
View = Callable[..., Any]


def init_app(app: Flask) -> None:
    """Put our page in front of Flask-Security's, which confirms at the mere opening of the link."""
    app.view_functions["security.confirm_email"] = _confirm(app.view_functions["security.confirm_email"])
    app.view_functions["security.change_email_confirm"] = _change_mail
    user_registered.connect(_remember, app)
    user_not_registered.connect(_pretend, app)


def _confirm(explain: View) -> View:
    """Return the page of confirmation; ``explain`` says what is wrong with a link and leads on."""

    def confirm_email(token: str) -> ResponseReturnValue:
        expired, invalid, person = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
        if person is None or expired or invalid or person.confirmed_at is not None:
            answer: ResponseReturnValue = explain(token)
            return answer
        wanted = local_path(request.values.get("next"))
        if request.method == "GET":
            return render_template("members/confirm.html", email=person.email, next=wanted)
        confirm_user(person)  # type: ignore[no-untyped-call]
        if hmac.compare_digest(session.pop(SIGNED_UP, ""), _mark(person)):
            login_user(person, authn_via=["confirm"])
            answer = redirect(url_for("members.welcome", next=wanted))
        else:
            flash(_("Thank you, your address is confirmed. Sign in with your password."), "success")
            answer = redirect(url_for("security.login", next=wanted))
        db.session.commit()
        return answer

    return confirm_email


def _change_mail(token: str) -> ResponseReturnValue:
    """Lead to our own page: opening a link changes nothing."""
    return redirect(url_for("members.change_mail", token=token))


def _remember(app: Flask, user: Person, **extra: Any) -> None:
    session[SIGNED_UP] = _mark(user)


def _pretend(app: Flask, **extra: Any) -> None:
    """Leave a mark, too, for an address that is known: the cookie must not tell."""
    session[SIGNED_UP] = secrets.token_hex(32)


def _mark(person: Person) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"signed up {person.password}".encode(), hashlib.sha256).hexdigest()
