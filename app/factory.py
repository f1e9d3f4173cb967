"""The only place where things are wired; it touches no table."""

from collections.abc import Iterable
from functools import partial

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import wiring
from app.api import interface
from app.config import Settings, from_environment
from app.dashboards import navigation
from app.db.engine import engine_options, protect
from app.jobs import readiness, worker
from app.kernel.registry import Plugins, built_by, discover
from app.ledgers import linking
from app.listings import notices
from app.members import security
from app.subnetworks.presence import find_here
from app.web import access, requests
from app.web.database import db

MEGABYTE = 1024 * 1024
COMPRESSED = [
    "text/html",
    "text/css",
    "text/csv",
    "text/javascript",
    "application/json",
    "application/manifest+json",
    "image/svg+xml",
]


def create_app(settings: Settings | None = None, plugins: Iterable[object] | None = None) -> Flask:
    """Build the application.

    Args:
        settings: how it is set up; read from the environment when left out.
        plugins: plugin objects to use in place of the installed ones.

    Raises:
        Misconfiguration: it cannot start as it is set up; the sentence is for the operator.
    """
    settings = from_environment() if settings is None else settings
    app = Flask("app", template_folder="templates", static_folder="static")
    app.config.update(flask_config(settings))
    app.extensions["together_settings"] = settings
    app.extensions["together_plugins"] = Plugins(discover() if plugins is None else built_by(plugins))
    if settings.proxies:
        trusted = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            protect(engine)
    requests.init_app(app)
    security.init_app(app)
    wiring.register(app)
    interface.init_app(app, wiring.operations())
    navigation.init_app(app)
    notices.init_app(app)
    linking.init_app(app)
    worker.init_app(app)
    app.extensions["together_readiness"] = partial(readiness.failures, app)
    access.check_declared(app)
    app.extensions["together_find_here"] = find_here
    return app


def flask_config(settings: Settings) -> dict[str, object]:
    """Translate our settings into those of Flask."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_ENGINES": {"default": engine_options(settings.database_url)},
        "TESTING": settings.testing,
        "MAX_CONTENT_LENGTH": 40 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 300,
        "SESSION_COOKIE_NAME": "__Host-together" if settings.secure else "together",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "TEMPLATES_AUTO_RELOAD": False,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_MIMETYPES": COMPRESSED,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }
