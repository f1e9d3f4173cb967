"""What slows down those who guess: limits on tries, and answers that take the same time for everybody."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_limiter import Limiter
from limits import parse_many
from werkzeug.exceptions import TooManyRequests

from app import clock
from app.config import Settings
from app.members import rate_limits
from app.text import _
from app.web.context import here
from app.web.database import db

STEADY = (
    "security.login",
    "security.register",
    "security.forgot_password",
    "security.send_confirmation",
    "api_people.sign_up",
    "api_tokens.make",
)
EVEN_SECONDS = 0.3  # longer than any of these answers takes, known address or not


def per_address() -> str:
    """Count by the address of the machine that asks."""
    return f"ip {request.remote_addr}"


def per_mail() -> str:
    """Count by the mail address in the form, or in what a program sends."""
    sent = request.get_json(silent=True) if request.is_json else request.form
    mail = sent.get("email") if isinstance(sent, Mapping) else ""
    return f"mail {str(mail or '').strip().casefold()}"


def per_person() -> str:
    """Count by the person who is signed in, or is about to be."""
    return f"person {here.person.id if here.person else session.get('tf_user_id') or request.remote_addr}"


def _failed(response: Response) -> bool:
    return response.status_code == 200  # what goes well leads on to another page


@dataclass(frozen=True)
class Guard:
    """How often a form may be sent, and by what it is counted."""

    endpoint: str
    limit: str
    key: Callable[[], str]
    only_failures: bool = False


GUARDS = (
    Guard("login", "10 per 5 minutes", per_mail),
    Guard("login", "10 per 5 minutes", per_address, only_failures=True),
    Guard("register", "10 per hour", per_address),
    Guard("register", "5 per day", per_mail),
    Guard("forgot_password", "5 per day", per_mail),
    Guard("forgot_password", "20 per hour", per_address),
    Guard("send_confirmation", "3 per 6 hours", per_mail),
    Guard("send_confirmation", "20 per hour", per_address),
    Guard("reset_password", "20 per hour", per_address),
    Guard("two_factor_token_validation", "5 per 5 minutes; 20 per hour; 50 per day", per_person),
    Guard("two_factor_rescue", "5 per hour", per_person),
    Guard("two_factor_setup", "10 per hour", per_person),
    Guard("mf_recovery", "5 per 5 minutes; 20 per hour", per_person),
    Guard("verify", "10 per 5 minutes", per_person),
    Guard("change_password", "10 per 5 minutes", per_person),
    Guard("change_email", "5 per day", per_person),
    Guard("wan_signin", "30 per 5 minutes", per_address),
    Guard("wan_signin_response", "30 per 5 minutes", per_address),
)


def init_app(app: Flask) -> None:
    """Put the guards in front of Flask-Security's views."""
    settings: Settings = app.extensions["together_settings"]
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter = Limiter(
        per_address,
        app=app,
        storage_uri=f"{rate_limits.SCHEME}://",
        strategy="fixed-window",
        headers_enabled=False,
    )
    for guard in GUARDS:
        endpoint = f"security.{guard.endpoint}"
        view: Any = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.limit(
            guard.limit,
            key_func=guard.key,
            methods=["POST"],
            scope=guard.key.__name__,
            deduct_when=_failed if guard.only_failures else None,
        )(view)
    # In tests people sign in by the dozen: tests about limits switch them on.
    limiter.enabled = not settings.testing
    app.extensions["together_limiter"] = limiter
    app.extensions["together_even_seconds"] = 0.0 if settings.testing else EVEN_SECONDS
    app.after_request(_even_out)


def count(name: str) -> None:
    """Count a try of a program together with those of the page: the guards of ``name`` hold for both.

    Raises:
        TooManyRequests: there were too many; says after how many seconds to come again.
    """
    for guard in _guards(name):
        _count(guard, tell=not guard.only_failures)


def count_failure(name: str) -> None:
    """Count a try that failed, where only those are counted."""
    for guard in _guards(name):
        if guard.only_failures:
            _count(guard, tell=True)


def _guards(name: str) -> list[Guard]:
    limiter: Limiter = current_app.extensions["together_limiter"]
    return [guard for guard in GUARDS if guard.endpoint == name] if limiter.enabled else []


def _count(guard: Guard, *, tell: bool) -> None:
    limiter: Limiter = current_app.extensions["together_limiter"]
    for limit in parse_many(guard.limit):
        who = guard.key(), f"security.{guard.endpoint}:{guard.key.__name__}"
        ask = limiter.limiter.hit if tell else limiter.limiter.test
        if not ask(limit, *who):
            ends = limiter.limiter.get_window_stats(limit, *who).reset_time
            wait = max(1, round(ends - clock.now().timestamp()))
            raise TooManyRequests(
                description=_("Too many tries in a short time. Wait a minute, then try again."),
                retry_after=wait,
            )


def _even_out(response: Response) -> Response:
    """Let answers that could tell whether an address is known all take the same time."""
    if request.method == "POST" and request.endpoint in STEADY and "began" in g:
        left = current_app.extensions["together_even_seconds"] - (time.perf_counter() - g.began)
        if left > 0:
            db.session.rollback()  # nobody waits for our lock meanwhile; what had to be kept is committed
            time.sleep(left)
    return response
