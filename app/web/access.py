"""Who may do what: the one readable place, enforced before every view.

A route declares *what it lets people do* (a ``May``); this table says *who* has that right in a
territory. Rights over one object (my listing, our exchange) are the query's business: what a
person may not see is not found.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from app.errors import Misconfiguration
from app.roles import Role as Role  # the two are used side by side
from app.web.context import for_programs, here


class May(StrEnum):
    """What a route lets people do."""

    LOOK = "look"  # public pages
    SIGN_IN = "sign in"  # only who is not signed in needs it, but nobody is refused
    OWN_ACCOUNT = "own account"  # settings, sign-ins, joining
    TAKE_PART = "take part"  # listings, exchanges, messages
    COORDINATE = "coordinate"  # a sub-network: plugins, members, disputes
    FACILITATE = "facilitate"  # SPIRAL: groups, typology
    STUDY = "study"  # anonymised figures
    ADMINISTER = "administer"  # the territory: sub-networks, roles, joining
    OPERATE = "operate"  # the platform: territories, health


_EVERYBODY = frozenset(Role)
_SIGNED_IN = _EVERYBODY - {Role.VISITOR}
_MEMBERS = frozenset(
    {Role.INHABITANT, Role.COORDINATOR, Role.FACILITATOR, Role.RESEARCHER, Role.ADMINISTRATOR}
)

GRANTED: dict[May, frozenset[Role]] = {
    May.LOOK: _EVERYBODY,
    May.SIGN_IN: _EVERYBODY,
    May.OWN_ACCOUNT: _SIGNED_IN,
    May.TAKE_PART: _MEMBERS,
    May.COORDINATE: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    May.FACILITATE: frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}),
    May.STUDY: frozenset({Role.RESEARCHER, Role.ADMINISTRATOR}),
    May.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    May.OPERATE: frozenset({Role.OPERATOR}),
}

V = TypeVar("V", bound=Callable[..., Any])

_ATTRIBUTE = "_together_may"


def allow(may: May) -> Callable[[V], V]:
    """Declare what a view lets people do; write it directly above the function."""

    def declare(view: V) -> V:
        setattr(view, _ATTRIBUTE, may)
        return view

    return declare


def required(app: Flask, endpoint: str) -> May | None:
    """Return what the view behind ``endpoint`` lets people do, ``None`` when it never said."""
    if endpoint in app.extensions.setdefault("together_access", {}):
        found: May = app.extensions["together_access"][endpoint]
        return found
    return getattr(app.view_functions[endpoint], _ATTRIBUTE, None)


def declare(app: Flask, endpoints: dict[str, May]) -> None:
    """Declare for views that a library wrote."""
    app.extensions.setdefault("together_access", {}).update(endpoints)


def may(permission: May) -> bool:
    """Tell whether the person of this request has ``permission`` here; for templates and views."""
    return bool(GRANTED[permission] & here.roles)


def enforce() -> Response | None:
    """Refuse a request whose person lacks what the route requires; runs before every view."""
    from flask import current_app

    if request.endpoint is None or (request.method == "OPTIONS" and for_programs()):
        return None  # a browser asks without the token whether a page of another site may send it
    permission = required(current_app._get_current_object(), request.endpoint)  # type: ignore[attr-defined]
    if permission is None:
        abort(404)
    if may(permission):
        return None
    if for_programs():
        abort(403 if "Authorization" in request.headers else 401)
    if Role.VISITOR in here.roles:
        return redirect(url_for("security.login", next=_come_back_to()))
    if permission is May.TAKE_PART and here.territory is not None:
        return redirect(url_for("members.join", territory=here.territory.slug))
    abort(404)


def _come_back_to() -> str:
    """Return the address to come back to after sign-in; a form's target is never replayed."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return url_for("home.index")


def check_declared(app: Flask) -> None:
    """Refuse to start while a route does not say who may use it.

    Raises:
        Misconfiguration: names the routes.
    """
    declare(app, {"static": May.LOOK})
    silent = sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if required(app, rule.endpoint) is None}
    )
    if silent:
        raise Misconfiguration(
            f"These routes do not say who may use them: {', '.join(silent)}. "
            "Write @allow(May.…) directly above each of their functions."
        )
