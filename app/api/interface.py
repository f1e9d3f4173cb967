"""The interface for programs, version 1: its groups of operations, and how they are described."""

from http import HTTPStatus
from typing import Any

import flask_smorest
from flask import Flask
from flask_cors import CORS
from flask_smorest.utils import prepare_response
from marshmallow import Schema, fields
from werkzeug.routing import Map

from app.api import documentation, token_ends, tokens
from app.api.operations import TERRITORY, Operations
from app.config import Settings
from app.errors import Misconfiguration
from app.kernel.registry import Plugins
from app.web.problems import TYPE
from app.web.requests import csrf

VERSION = "v1"
PREFIX = f"/api/{VERSION}"


class WrongValue(Schema):
    """One value that is not as it should be."""

    detail = fields.String(required=True)
    pointer = fields.String(metadata={"description": "Where in the body, such as `#/title`."})
    parameter = fields.String(metadata={"description": "Name of a parameter of the address."})


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    reasons = fields.List(fields.String(), metadata={"description": "Every reason of a refusal."})
    errors = fields.List(fields.Nested(WrongValue))


class Interface(flask_smorest.Api):
    """Flask-Smorest with our problem documents in place of its error pages."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None  # every operation names its problems

    def _register_error_handlers(self) -> None:
        """Leave errors to app.web.errors, which knows pages from programs."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= HTTPStatus.BAD_REQUEST:
                response["schema"] = self.ERROR_SCHEMA
            prepare_response(response, self.spec, TYPE)
            self.spec.components.response(status.name, response, lazy=True)


def init_app(app: Flask, groups: tuple[Operations, ...]) -> None:
    """Register the core's groups, then those of the plugins, and let tokens say who asks.

    Raises:
        Misconfiguration: what a plugin brings stands in the way of another; the sentence names it.
    """
    app.config.update(
        API_TITLE="Together",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=None,
    )
    interface = Interface(
        app,
        spec_kwargs={
            "info": {"description": documentation.INTRODUCTION, "license": documentation.LICENCE},
            "servers": [{"url": "/"}],
        },
    )
    interface.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    app.extensions["together_interface"] = interface
    for group in groups:
        _register(app, interface, group, PREFIX)
    plugins: Plugins = app.extensions["together_plugins"]
    _refuse_ambiguous(app.url_map, plugins)
    pages: dict[str, str] = app.extensions["together_plugin_pages"]
    for slug, plugin in plugins.installed.items():
        if plugin.manifest.api is not None:
            pages[plugin.manifest.api.name] = slug
            try:
                _register(app, interface, plugin.manifest.api, f"{PREFIX}/<territory>/{slug}")
            except (ValueError, AssertionError) as error:  # a name that another group has
                raise Misconfiguration(
                    f"The operations of {slug} ({plugin.distribution}) cannot be served: {error}"
                ) from error
    app.register_blueprint(documentation.bp, url_prefix=PREFIX)
    tokens.init_app(app)
    token_ends.init_app(app)
    settings: Settings = app.extensions["together_settings"]
    if settings.api_origins:
        CORS(
            app,
            resources={rf"{PREFIX}/*": {"origins": list(settings.api_origins)}},
            expose_headers=["ETag", "Location", "Retry-After", "Idempotency-Replayed"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match"],
            max_age=600,
        )


def _register(app: Flask, interface: Interface, group: Operations, prefix: str) -> None:
    csrf.exempt(group)  # a token is in no cookie: no foreign page can send it
    parameters = [TERRITORY] if "<territory>" in prefix else None
    app.register_blueprint(group, url_prefix=prefix)
    group.register_views_in_doc(interface, app, interface.spec, name=group.name, parameters=parameters)
    interface.spec.tag({"name": group.tag, "description": group.description})


def _refuse_ambiguous(addresses: Map, plugins: Plugins) -> None:
    """Refuse a plugin whose name is already a part of the core's addresses.

    Raises:
        Misconfiguration: names the plugin and its distribution.
    """
    start = f"{PREFIX}/<territory>/"
    taken = {
        rule.rule.removeprefix(start).split("/")[0]
        for rule in addresses.iter_rules()
        if rule.rule.startswith(start)
    }
    for slug, plugin in plugins.installed.items():
        if slug in taken:
            raise Misconfiguration(
                f"{plugin.distribution}: a plugin cannot be called {slug}, the interface has such an address."
            )
