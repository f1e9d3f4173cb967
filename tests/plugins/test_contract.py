"""Every installed plugin satisfies the contract."""

from importlib.metadata import entry_points
from types import ModuleType

import pytest

from app.kernel.registry import GROUP
from app.testing.contract import PluginContract

INSTALLED = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)


@pytest.fixture(scope="class", params=INSTALLED, ids=[entry.name for entry in INSTALLED], autouse=True)
def installed(request: pytest.FixtureRequest) -> None:
    """Give the tests of the class one installed plugin after the other."""
    plugin = request.param.load()
    assert isinstance(plugin, ModuleType)
    request.cls.plugin = plugin


class TestInstalled(PluginContract):
    """The plugins of this repository, and whatever else is installed beside them."""
