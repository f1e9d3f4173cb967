"""Plugins switched on in a sub-network, with their settings; for its coordinators."""

from typing import Any

from flask import abort
from marshmallow import Schema, ValidationError, fields

from app.api.details import checked, invalid, refuse_unknown
from app.api.operations import Operations
from app.api.scopes import Scope
from app.kernel.registry import Installed
from app.subnetworks import queries, services
from app.subnetworks.models import Installation
from app.subnetworks.views import coordinated
from app.web.access import May
from app.web.context import here, the_plugins
from app.web.database import db

bp = Operations("installations", __name__, description="Plugins switched on in a sub-network.")

ALL = "/<territory>/subnetworks/<slug>/plugins"


class InstallationSchema(Schema):
    """A plugin in a sub-network."""

    plugin = fields.String(required=True)
    enabled = fields.Boolean(required=True)
    settings = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "As `settings` of the plugin describes them."},
    )


class InstallationsSchema(Schema):
    """What is, or was, switched on in a sub-network."""

    items = fields.List(fields.Nested(InstallationSchema), required=True)


class SettingsSchema(Schema):
    """Settings of a plugin; what is left out stays, or begins as the plugin proposes."""

    settings = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "As `settings` of the plugin describes them."},
    )


@bp.operation(ALL, may=May.COORDINATE, scope=Scope.COORDINATE, gives=InstallationsSchema)
def installations(slug: str) -> dict[str, Any]:
    """List what is switched on, and what is switched off but kept."""
    kept = sorted(coordinated(slug).installations, key=lambda one: one.plugin)
    return {"items": [one for one in kept if one.plugin in the_plugins().installed]}


@bp.operation(f"{ALL}/<plugin>", may=May.COORDINATE, scope=Scope.COORDINATE, gives=InstallationSchema)
def installation(slug: str, plugin: str) -> Installation:
    """Show a plugin that is, or was, switched on, with its settings."""
    found = queries.installation(db.session, coordinated(slug).id, _installed(plugin).slug)
    if found is None:
        abort(404)
    return found


@bp.operation(
    f"{ALL}/<plugin>",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=SettingsSchema,
    gives=InstallationSchema,
)
def install(body: dict[str, Any], slug: str, plugin: str) -> Installation:
    """Switch a plugin on with its settings, or change them."""
    subnetwork, found = coordinated(slug), _installed(plugin)
    former = queries.settings_of(db.session, subnetwork.id, plugin)
    return services.install(
        db.session,
        the_plugins(),
        subnetwork=subnetwork,
        plugin=plugin,
        settings=_settings(found, body["settings"], former),
        by=here.member,
    )


@bp.operation(f"{ALL}/<plugin>", method="DELETE", may=May.COORDINATE, scope=Scope.COORDINATE, status=204)
def switch_off(slug: str, plugin: str) -> None:
    """Switch a plugin off; its listings, settings and open exchanges stay."""
    subnetwork = coordinated(slug)
    if queries.installation(db.session, subnetwork.id, plugin) is None:
        abort(404)
    services.switch_off(db.session, subnetwork, plugin)


def _installed(plugin: str) -> Installed:
    found = the_plugins().installed.get(plugin)
    if found is None:
        abort(404)
    return found


def _settings(plugin: Installed, given: dict[str, Any], former: dict[str, Any]) -> dict[str, Any]:
    form_class = plugin.manifest.settings_form
    try:
        if form_class is None:
            refuse_unknown(given, ())
            return {}
        return dict(checked(form_class, given, row=former).data)
    except ValidationError as error:
        raise invalid(error, under="settings") from error
