"""Language, theme, health: what belongs to no feature."""

from flask import Blueprint, Response, current_app, redirect, request, send_from_directory, session, url_for
from flask.typing import ResponseReturnValue

from app import text
from app.web.access import May, allow
from app.web.context import here
from app.web.database import db

bp = Blueprint("web", __name__)
THEMES = ("auto", "light", "dark")


@bp.post("/language")
@allow(May.LOOK)
def language() -> ResponseReturnValue:
    """Speak another language from here on."""
    chosen = request.form.get("language", "")
    if chosen in text.LANGUAGES:
        session["language"] = chosen
        if here.person is not None:
            here.person.language = chosen
            db.session.commit()
    return redirect(local_path(request.form.get("next")))


@bp.post("/theme")
@allow(May.LOOK)
def theme() -> ResponseReturnValue:
    """Show the site light, dark, or as the device prefers."""
    chosen = request.form.get("theme", "")
    if chosen in THEMES:
        session["theme"] = chosen
        if here.person is not None:
            here.person.theme = chosen
            db.session.commit()
    return redirect(local_path(request.form.get("next")))


@bp.get("/healthz")
@allow(May.LOOK)
def healthz() -> ResponseReturnValue:
    """Answer while the process lives; touches nothing."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@bp.get("/readyz")
@allow(May.LOOK)
def readyz() -> ResponseReturnValue:
    """Say whether the platform can work: database, migrations, outbox."""
    failures = current_app.extensions["together_readiness"]()
    body = "ready\n" if not failures else "".join(f"{failure}\n" for failure in failures)
    headers = {"Cache-Control": "no-store"}
    return Response(body, status=503 if failures else 200, mimetype="text/plain", headers=headers)


@bp.get("/manifest.webmanifest")
@allow(May.LOOK)
def manifest() -> ResponseReturnValue:
    """Serve what makes the site installable."""
    return send_from_directory(
        current_app.static_folder or "", "manifest.webmanifest", mimetype="application/manifest+json"
    )


@bp.get("/sw.js")
@allow(May.LOOK)
def service_worker() -> ResponseReturnValue:
    """Serve the service worker from the root, so that it may look after every page."""
    return send_from_directory(
        current_app.static_folder or "", "sw.js", mimetype="text/javascript", max_age=0
    )


def local_path(path: str | None) -> str:
    """Return ``path`` when it is one of this site, the home page otherwise."""
    # What is not printable goes: browsers and urllib drop a tab, and "/\t/host" becomes "//host".
    if path and path.isprintable() and path.startswith("/") and not path.startswith(("//", "/\\")):
        return path
    return url_for("home.index")
