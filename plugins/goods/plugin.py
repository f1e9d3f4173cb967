"""What the plugin goods contributes."""

from app.plugin_api import Manifest, hookimpl, lazy


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="goods",
        title=lazy("Things"),
        summary=lazy("Lend and give things that sleep in cupboards."),
        author="The Together contributors",
        components=('A08', 'H06'),
        icon="box",
    )
