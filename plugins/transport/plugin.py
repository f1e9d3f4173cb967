"""What the plugin transport contributes."""

from app.plugin_api import Manifest, hookimpl, lazy


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="transport",
        title=lazy("Rides"),
        summary=lazy("Share the rides you make anyway."),
        author="The Together contributors",
        components=('A10',),
        icon="car",
    )
