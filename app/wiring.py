"""The list of what the application is made of: blueprints of the features, then of the plugins."""

from importlib import import_module

from flask import Blueprint, Flask

from app.api.operations import Operations
from app.db import Model
from app.errors import Misconfiguration
from app.impact import services as impact
from app.kernel.registry import Installed, Plugins
from app.ledgers import words
from app.members.personal import wire
from app.notifications import kinds
from app.portability.personal import personal

MODELS = (
    "app.territories.models",
    "app.members.models",
    "app.subnetworks.models",
    "app.media.models",
    "app.notifications.models",
    "app.wellbeing.models",
    "app.listings.models",
    "app.conversations.models",
    "app.ledgers.models",
    "app.clearing.models",
    "app.exchanges.models",
    "app.impact.models",
    "app.jobs.models",
    "app.api.models",
    "app.webhooks.models",
)
FEATURES = (
    "app.web.views",
    "app.home.views",
    "app.territories.views",
    "app.dashboards.views",
    "app.members.views",
    "app.subnetworks.views",
    "app.webhooks.views",
    "app.media.views",
    "app.listings.views",
    "app.conversations.views",
    "app.exchanges.views",
    "app.ledgers.views",
    "app.clearing.views",
    "app.wellbeing.views",
    "app.impact.views",
    "app.notifications.views",
    "app.api.token_views",
)


GROUPS = (
    "app.api.people",
    "app.api.token_operations",
    "app.api.me",
    "app.api.notifications",
    "app.api.territories",
    "app.api.members",
    "app.api.memberships",
    "app.api.subnetworks",
    "app.api.installations",
    "app.api.webhooks",
    "app.api.plugins",
    "app.api.kinds",
    "app.api.components",
    "app.api.listings",
    "app.api.pictures",
    "app.api.exchanges",
    "app.api.messages",
    "app.api.disputes",
    "app.api.feelings",
    "app.api.impact",
    "app.api.ledgers",
    "app.api.levies",
    "app.api.common_accounts",
    "app.api.accounts",
    "app.api.account_rules",
    "app.api.account_groups",
    "app.api.account_openings",
    "app.api.statements",
    "app.api.transfers",
    "app.api.several_transfers",
    "app.api.corrections",
    "app.api.payment_requests",
    "app.api.standing_orders",
    "app.api.debts",
    "app.api.clearing",
)
"""Groups of operations of the interface for programs, in the order of its description."""


def operations() -> tuple[Operations, ...]:
    """Return the core's groups of operations of the interface for programs."""
    return tuple(import_module(module).bp for module in GROUPS)


def register(app: Flask) -> None:
    """Know every table, and register the pages of every feature and of every plugin."""
    for module in MODELS:
        import_module(module)
    for module in FEATURES:
        blueprint: Blueprint = import_module(module).bp
        app.register_blueprint(blueprint)
    plugins = app.extensions["together_plugins"]
    keep_tables_apart(plugins)
    plugins.follow(impact.record)
    kinds.add(plugins.notices.values())
    for plugin in plugins.installed.values():
        words.REASONS.update(plugin.manifest.reasons)
        words.UNDONE_ELSEWHERE.update(plugin.manifest.undone_elsewhere)
        words.CONFIDENTIAL.update(plugin.manifest.confidential)
    wire(app, personal(plugins))
    pages = app.extensions["together_plugin_pages"] = {}
    for slug, plugin in plugins.installed.items():
        if plugin.manifest.pages is not None:
            pages[plugin.manifest.pages.name] = slug
            _serve(app, plugin, plugin.manifest.pages)
        if plugin.manifest.cli is not None:
            app.cli.add_command(plugin.manifest.cli, slug)


def _serve(app: Flask, plugin: Installed, pages: Blueprint) -> None:
    try:
        app.register_blueprint(pages, url_prefix=f"/t/<territory>/{plugin.slug}")
    except (ValueError, AssertionError) as error:  # a name or an endpoint that somebody else has
        raise Misconfiguration(
            f"The pages of {plugin.slug} ({plugin.distribution}) cannot be served: {error}"
        ) from error


def keep_tables_apart(plugins: Plugins) -> None:
    """Refuse a plugin under whose name the core has tables: they would be taken for its own.

    Raises:
        Misconfiguration: names the plugin and its distribution.
    """
    ours = [
        str(mapper.local_table.name)  # type: ignore[attr-defined]
        for mapper in Model.registry.mappers
        if mapper.class_.__module__.startswith("app.")
    ]
    for slug, plugin in plugins.installed.items():
        if any(table == slug or table.startswith(f"{slug}_") for table in ours):
            raise Misconfiguration(
                f"{plugin.distribution}: a plugin cannot be called {slug}, the core has tables of that name."
            )
