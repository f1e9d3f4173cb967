"""Plugins of this platform, and what each contributes."""

from typing import Any

from flask import abort
from marshmallow import Schema, fields

from app.api.cursors import Cursor, Page, page_of, page_of_values
from app.api.details import detail_schema
from app.api.operations import Operations
from app.kernel.registry import Installed
from app.web.access import May
from app.web.context import the_plugins

bp = Operations("plugins", __name__, description="Plugins of this platform.")


class MethodSchema(Schema):
    """A way to settle an exchange."""

    slug = fields.String(required=True)
    label = fields.String(required=True)
    unit = fields.String(required=True, metadata={"description": "Of the amount that people agree on."})
    asks_amount = fields.Boolean(
        required=True, metadata={"description": "Whether a proposal says an amount beside its quantity."}
    )


class MeasureSchema(Schema):
    """What completed exchanges bring, and how it is measured."""

    slug = fields.String(required=True)
    label = fields.String(required=True)
    unit = fields.String(required=True)
    method = fields.String(required=True)
    source = fields.String(required=True)
    uncertainty = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)


class PluginSchema(Schema):
    """A plugin and what it contributes."""

    slug = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    description = fields.String(required=True)
    author = fields.String(required=True)
    licence = fields.String(required=True)
    distribution = fields.String(required=True, metadata={"description": "The Python distribution."})
    version = fields.String(required=True)
    components = fields.List(
        fields.String(), required=True, metadata={"description": "Components of well-being it serves."}
    )
    kinds = fields.List(fields.String(), required=True, metadata={"description": "Kinds of listings."})
    settlement_methods = fields.List(fields.Nested(MethodSchema), required=True)
    measures = fields.List(fields.Nested(MeasureSchema), required=True)
    match_criteria = fields.List(fields.String(), required=True)
    settings = fields.Dict(
        required=True, metadata={"description": "JSON Schema of its settings in a sub-network."}
    )
    has_api = fields.Boolean(
        required=True, metadata={"description": "Whether it adds operations of its own."}
    )


@bp.operation("/plugins", may=May.LOOK, query=Cursor, gives=page_of(PluginSchema))
def plugins(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the plugins that coordinators can switch on."""
    found = page_of_values(the_plugins().installed, query)
    return Page([_told(plugin) for plugin in found.items], found.next)


@bp.operation("/plugins/<plugin>", may=May.LOOK, gives=PluginSchema)
def show(plugin: str) -> dict[str, Any]:
    """Show a plugin."""
    found = the_plugins().installed.get(plugin)
    if found is None:
        abort(404)
    return _told(found)


def _told(plugin: Installed) -> dict[str, Any]:
    manifest, every, own = plugin.manifest, the_plugins(), [plugin.slug]
    said = ("title", "summary", "description", "author", "licence")
    return {
        **{name: str(getattr(manifest, name)) for name in said},
        "slug": plugin.slug,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "components": manifest.components,
        "kinds": list(every.of(every.kinds, own)),
        "settlement_methods": list(every.of(every.settlements, own).values()),
        "measures": list(every.of(every.measures, own).values()),
        "match_criteria": list(every.of(every.criteria, own)),
        "settings": detail_schema(manifest.settings_form),
        "has_api": manifest.api is not None,
    }
