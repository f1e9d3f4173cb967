"""What people read when something did not go: one page for each case, nothing of ours in it."""

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from app import text
from app.errors import Refusal
from app.text import _
from app.web.context import for_programs
from app.web.database import db
from app.web.problems import problem, refused, wrong_values

UNIQUE_VIOLATION = "23505"  # of PostgreSQL
TOLD = ("allow", "retry-after", "www-authenticate")
"""Headers of an error that say what to do next."""


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(IntegrityError, _twice)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(PoolTimeout, _unavailable)
    app.register_error_handler(500, _crash)


def back() -> str:
    """Return the page of this site that the person came from, or the home page."""
    origin = request.headers.get("Referer", "")
    if origin.startswith(request.host_url):
        return origin
    return url_for("home.index")


def _refusal(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    if for_programs():
        return refused(refusal)
    for reason in refusal.reasons:
        flash(reason, "error")
    return redirect(back())


def _twice(error: IntegrityError) -> ResponseReturnValue:
    """Answer the second of two who write the same at once; any other broken rule of the database is ours."""
    said = str(error.orig)
    if getattr(error.orig, "sqlstate", None) != UNIQUE_VIOLATION and "UNIQUE constraint" not in said:
        raise error
    return _overtaken(error)


def _overtaken(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    if for_programs():
        return refused(Refusal(_("Somebody changed this a moment before you. Look again, then decide.")))
    flash(_("Somebody changed this a moment before you. Look again, then decide."), "error")
    return redirect(back())


def _expired_form(error: CSRFError) -> ResponseReturnValue:
    title = _("This form has been open for too long")
    words = _("For your safety we did not take it. Go back, reload the page, and send it again.")
    return render_template("errors/page.html", title=title, text=words, code=400), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    sentences = {
        400: (
            _("We did not understand that"),
            _("Something in the address or the form is not as it should be."),
        ),
        403: (_("This page is not for you"), _("You can go back, or sign in with another account.")),
        404: (
            _("There is nothing here"),
            _("The page has moved, was removed, or is only for the people concerned."),
        ),
        405: (_("That is not possible here"), _("Go back and use the buttons of the page.")),
        413: (
            _("That is too much at once"),
            _("Choose smaller or fewer pictures, then send the form again."),
        ),
        429: (
            _("A little slower, please"),
            _("Too many tries in a short time. Wait a minute, then try again."),
        ),
    }
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    headers = [(name, value) for name, value in error.get_headers() if name.lower() in TOLD]
    if for_programs():
        return _http_problem(error, code, headers)
    title, words = sentences.get(code, (error.name, _("The page could not be shown.")))
    if isinstance(error, BadHost | SecurityError):  # a page has links, and those need a host
        return f"{title}\n\n{words}\n", code, {"Content-Type": "text/plain; charset=utf-8"}
    return render_template("errors/page.html", title=title, text=words, code=code), code, headers


def _http_problem(error: HTTPException, code: int, headers: list[tuple[str, str]]) -> ResponseReturnValue:
    data = getattr(error, "data", None) or {}
    headers += (data.get("headers") or {}).items()
    if code == 401 and not any(name.lower() == "www-authenticate" for name, value in headers):
        headers.append(("WWW-Authenticate", 'Bearer realm="together"'))
    if wrong := wrong_values(data.get("messages") or {}):
        said = _("Some values are not as they should be.")
        return problem(code, _("Not valid"), detail=said, kind="invalid", errors=wrong, headers=headers)
    return problem(code, error.name, detail=error.description, headers=headers)


def _unavailable(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    title = _("We will be right back")
    words = _("The platform cannot reach its memory just now. Nothing was lost; try again in a moment.")
    if for_programs():
        return problem(503, title, detail=words, headers=[("Retry-After", "10")])
    return _plain(title, words), 503, {"Retry-After": "10"}


def _crash(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    title = _("Something went wrong on our side")
    words = _("It was noted, and nothing you had saved is lost. Try again, or come back a little later.")
    if for_programs():
        return problem(500, title, detail=words)
    return _plain(title, words), 500


def _plain(title: str, words: str) -> str:
    """Draw a page that asks nobody who is signed in: the database may be what does not answer."""
    template = current_app.jinja_env.get_template("errors/plain.html")
    return template.render(title=title, text=words, current_locale=text.language())
