"""What the plugin local_currency contributes."""

from app.plugin_api import Manifest, hookimpl, lazy


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="local_currency",
        title=lazy("Local currency"),
        summary=lazy("Pay for local goods and services in the currency of the territory."),
        author="The Together contributors",
        components=("E04", "A06"),
        icon="coins",
    )
