"""What the plugin time_bank contributes."""

from app.plugin_api import Manifest, hookimpl, lazy


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="time_bank",
        title=lazy("Time bank"),
        summary=lazy("Give and receive help in hours: an hour is an hour, whatever the task."),
        author="The Together contributors",
        components=('A09', 'A08', 'E07'),
        icon="clock",
    )
