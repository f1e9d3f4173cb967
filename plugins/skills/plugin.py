"""What the plugin skills contributes."""

from app.plugin_api import Manifest, hookimpl, lazy


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="skills",
        title=lazy("Skills"),
        summary=lazy("Teach what you know, learn what others know."),
        author="The Together contributors",
        components=('A05', 'A07'),
        icon="book",
    )
