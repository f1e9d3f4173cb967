"""One operation: who may, which scope, what it takes and gives. Everything else is the same for all.

A handler calls the services that the page calls, flushes and returns what its schema dumps. Around it
stand, from the outside in: the scope of the token, the rate, the check of what came, and one commit
with the answer kept under the idempotency key, when there is one.
"""

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

import flask_smorest
from flask import Flask, Response, abort, request
from marshmallow import Schema

from app.api import keys, rates, tokens
from app.api.bodies import StrictParser, refuse_longer
from app.api.scopes import Scope
from app.roles import Role
from app.text import _
from app.web.access import May, allow
from app.web.context import here
from app.web.database import db
from app.web.requests import SAFE_METHODS

V = TypeVar("V", bound=Callable[..., Any])

KEY_PARAMETER = {
    "in": "header",
    "name": keys.HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": keys.LONGEST, "pattern": "^[!-~]+$"},
    "description": (
        "A text of your own, new for each request that you mean. Sent again with the same body, nothing "
        "happens twice and the answer is the same; with another body it is refused with 422."
    ),
}
TERRITORY = {
    "in": "path",
    "name": "territory",
    "required": True,
    "schema": {"type": "string", "pattern": "^[a-z0-9-]+$", "minLength": 1, "maxLength": 80},
    "description": "The territory, as in the address of its pages.",
}
LARGEST_BODY = 1_000_000
"""Bytes of JSON: taken apart, a small text becomes a large thing. Pictures have a limit of their own."""
PROBLEMS = (400, 401, 403, 404, 429)
PROBLEMS_OF_WRITES = (409, 422)


LOOKING_AFTER = {Scope.COORDINATE.value, Scope.ADMINISTER.value}
"""Scopes without one of which a token acts, and reads, as an ordinary member."""
ORDINARY = frozenset({Role.VISITOR, Role.PERSON, Role.INHABITANT})

_SCOPE = "_together_scope"


def scope_of(app: Flask, endpoint: str) -> Scope:
    """Return what a token must allow for the operation behind ``endpoint``."""
    found: Scope = getattr(app.view_functions[endpoint], _SCOPE)
    return found


class Operations(flask_smorest.Blueprint):
    """A group of operations; its name is their tag in the documentation."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, tag: str, import_name: str, *, description: str) -> None:
        """Begin a group; its endpoints are ``api_<tag>.<handler>``."""
        super().__init__(f"api_{tag}", import_name, description=description)
        self.tag = tag

    def operation(
        self,
        rule: str,
        *,
        may: May,
        scope: Scope = Scope.READ,
        method: str = "GET",
        body: type[Schema] | Schema | None = None,
        query: type[Schema] | Schema | None = None,
        gives: type[Schema] | Schema | None = None,
        media_type: str | None = None,
        status: int = 200,
        prepares: Callable[[], object] | None = None,
    ) -> Callable[[V], V]:
        """Register a handler; its docstring documents the operation.

        Args:
            rule: path below the prefix of the group.
            may: who has this right may use it, as on pages.
            scope: what a token must allow; everybody may look at what is public without a token.
            method: HTTP method; all but GET commit once, after the handler.
            body: shape of the JSON body, handed to the handler as its first argument.
            query: shape of the parameters, handed over as the first argument, or after the body.
            gives: shape of the answer; the handler returns what it dumps, or a whole ``Response``.
            media_type: of an answer that is a file.
            status: of an answer that went well.
            prepares: done first, outside of any transaction: work of seconds, during which nobody waits.
        """

        def register(handler: V) -> V:
            wrapped: Any = allow(may)(handler)
            if media_type is not None:
                binary = {"type": "string", "format": "binary"}
                wrapped = self.response(status, binary, content_type=media_type)(wrapped)
            else:
                wrapped = self.response(status, gives)(wrapped)
            wrapped = _committed(
                wrapped, prepares, emptied=status == HTTPStatus.NO_CONTENT, keyed=may is not May.SIGN_IN
            )
            if query is not None:
                wrapped = self.arguments(query, location="query")(wrapped)
            if body is not None:
                wrapped = self.arguments(body, location="json")(wrapped)
            wrapped = self.doc(**_documentation(may, scope, method, body is not None, query is not None))(
                wrapped
            )
            parameters = [TERRITORY] if "<territory>" in rule else None
            largest = LARGEST_BODY if prepares is None else None
            self.route(rule, methods=[method], parameters=parameters, tags=[self.tag])(
                _guarded(wrapped, may, scope, largest)
            )
            return handler

        return register


def _documentation(may: May, scope: Scope, method: str, body: bool, query: bool) -> dict[str, Any]:
    security: list[dict[str, list[str]]] = [{"token": [scope.value]}]
    if may in (May.LOOK, May.SIGN_IN):
        security.insert(0, {})
    takes = body or query
    problems = [*PROBLEMS, *(PROBLEMS_OF_WRITES if method not in SAFE_METHODS else (422,) if takes else ())]
    problems += [413, 415] if body else []
    said: dict[str, Any] = {
        "security": security,
        "responses": {str(status): HTTPStatus(status).name for status in problems},
    }
    if takes:
        said["responses"]["414"] = {"description": "The address is too long for the server."}
    if method == "GET":
        said["responses"]["304"] = {"description": "Not changed since the ETag you sent in If-None-Match."}
    if method == "POST" and may is not May.SIGN_IN:
        said["parameters"] = [KEY_PARAMETER]
    return said


def _guarded(handler: Callable[..., Any], may: May, scope: Scope, largest: int | None) -> Callable[..., Any]:
    @functools.wraps(handler)
    def guarded(*args: Any, **values: Any) -> Any:
        token = tokens.current()
        rates.count(token)
        if token is None and may not in (May.LOOK, May.SIGN_IN):
            raise tokens.unauthorized()
        if token is not None and scope.value not in token.scopes:
            abort(403, description=_("This token does not allow “%(scope)s”.", scope=scope.value))
        if token is not None and not LOOKING_AFTER & set(token.scopes):
            here.coordinates, here.roles = frozenset(), here.roles & ORDINARY
        if largest is not None:
            refuse_longer(request, largest)
        return handler(*args, **values)

    setattr(guarded, _SCOPE, scope)
    return guarded


def _committed(
    handler: Callable[..., Any], prepares: Callable[[], object] | None, *, emptied: bool, keyed: bool
) -> Callable[..., Any]:
    @functools.wraps(handler)
    def committed(*args: Any, **values: Any) -> Response:
        if prepares is not None:
            db.session.commit()
            prepares()

        def answer() -> Response:
            response: Response = handler(*args, **values)
            if emptied:
                response.set_data(b"")
            return response

        if request.method in SAFE_METHODS:
            return _conditional(answer())
        # Who signs in or up is not known yet, and the count of their tries is committed before the rest.
        key = request.headers.get(keys.HEADER) if keyed and request.method == "POST" else None
        if key is not None and here.person is not None:
            return keys.once(db.session, here.person.id, key, answer)
        response = answer()
        db.session.commit()
        return response

    return committed


def _conditional(response: Response) -> Response:
    """Let a program that has this very answer already go without it."""
    if response.status_code == HTTPStatus.OK and not response.is_streamed:
        response.add_etag()
        response.make_conditional(request)
    return response
