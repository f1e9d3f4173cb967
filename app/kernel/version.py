"""Version of what plugins may import and contribute, and which plugins it suits."""

import re

API_VERSION = "1.1.0"
"""Of app.plugin_api, app.plugin_web, app.testing and the hooks, by semantic versioning.

The first number grows when a promised name goes away or changes, the second when one is added, the third
when only what stands behind them changes. ``tests/kit`` holds it to a recorded list of the names.
"""


def why_not(wanted: str, offered: str = API_VERSION) -> str:
    """Return why a plugin written for the version ``wanted`` cannot run here; empty when it can."""
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", wanted):
        return f"says {wanted!r} for the version of the plugin interface, which must read like '1.0'"
    major, minor = _numbers(wanted)
    our_major, our_minor = _numbers(offered)
    if major != our_major:
        side = "newer" if major < our_major else "older"
        here = f"this platform has the {side} {offered}"
        return f"was written for version {wanted} of the plugin interface; {here}"
    if minor > our_minor:
        return f"needs version {wanted} of the plugin interface; this platform has the older {offered}"
    return ""


def _numbers(version: str) -> tuple[int, int]:
    major, minor = version.split(".")[:2]
    return int(major), int(minor)
