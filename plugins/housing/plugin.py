"""What the plugin housing contributes."""

from app.plugin_api import Manifest, hookimpl, lazy


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="housing",
        title=lazy("Housing"),
        summary=lazy("Offer a room for a night, a season or while somebody gets back on their feet."),
        author="The Together contributors",
        components=('A03', 'E07'),
        icon="home",
    )
