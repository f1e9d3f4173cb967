"""What happens around every view: language, transaction mode, headers, errors, the log line."""

import time
from typing import Any

import structlog
from flask import Flask, Response, abort, current_app, g, request, session
from flask_babel import Babel
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.http import parse_date

from app import text
from app.db.engine import set_reading
from app.web import access, errors, templating
from app.web.context import for_programs, here

log = structlog.get_logger("together.request")
csrf = CSRFProtect()
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
DATES = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE", "HTTP_DATE")
A_YEAR = 365 * 24 * 3600
ABOUT_OTHERS = ("members", "territories")
"""Blueprints with pages for administrators: no device keeps those to be read without a network."""


def init_app(app: Flask) -> None:
    """Wire what all requests share."""
    csrf.init_app(app)
    Compress(app)
    Babel(app, locale_selector=text.language, default_locale="fr")  # for the texts of Flask-Security, WTForms
    app.before_request(_begin)
    app.url_value_preprocessor(_take_territory)
    app.url_defaults(_give_territory)
    app.after_request(_headers)
    app.after_request(_log)
    app.teardown_request(_end)
    errors.init_app(app)
    templating.init_app(app)


def choose_language() -> str:
    """Return the language of this request: the address, then the person, the cookie, the browser."""
    asked = request.args.get("lang")
    if asked in text.LANGUAGES:
        return asked
    if here.person is not None:
        return here.person.language
    kept = session.get("language")
    if kept in text.LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(text.LANGUAGES) or text.DEFAULT_LANGUAGE


def _begin() -> Any:
    g.began = time.perf_counter()
    set_reading(request.method in SAFE_METHODS)
    _forget_impossible_dates()
    if request.endpoint in ("static", "web.healthz", "web.readyz"):
        return None
    _refuse_nul()
    current_app.extensions["together_find_here"]()
    text.speak(choose_language())
    return access.enforce()


def _forget_impossible_dates() -> None:
    """Take away dates in years that no calendar has: RFC 9110 ignores them, Werkzeug stumbles over them."""
    for name in DATES:
        if name in request.environ:
            try:
                parse_date(request.environ[name])
            except OverflowError:
                del request.environ[name]


def _refuse_nul() -> None:
    """Refuse what no keyboard types and PostgreSQL does not take: the character NUL."""
    typed = (*request.args.items(multi=True), *request.form.items(multi=True))
    if "\0" in request.path or any(
        "\0" in f"{name}{value}" for name, value in typed
    ):  # a part may have no name
        abort(400)


def _end(error: BaseException | None) -> None:
    """Leave nothing behind for what the same thread does next."""
    set_reading(False)


def _take_territory(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keep the territory of the address apart: views are not handed its slug."""
    g.territory_slug = values.pop("territory", None) if values else None


def _give_territory(endpoint: str, values: dict[str, Any]) -> None:
    """Stay in the territory of this request when an address needs one and none was given."""
    if "territory" in values or not g.get("territory_slug"):
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "territory"):
        values["territory"] = g.territory_slug


def _headers(response: Response) -> Response:
    script = f"script-src 'self' 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "script-src 'self'"
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; {script}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
    if request.endpoint == "static" and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    kept_offline = here.member is not None and request.method == "GET" and not for_programs()
    if kept_offline and request.blueprint not in ABOUT_OTHERS:
        response.headers["X-Offline"] = "keep"  # for our service worker, which forgets when one signs out
    if for_programs():
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Authorization", "Accept-Language"))
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store" if here.person else "private, no-cache"
        response.vary.update(("Cookie", "Accept-Language"))
    return response


def _log(response: Response) -> Response:
    log.info(
        "request",
        method=request.method,
        route=str(request.url_rule) if request.url_rule else None,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None,
    )
    return response
