"""The contract, run over the umbrellas."""

from app.testing.contract import PluginContract
from umbrellas import plugin


class TestUmbrellas(PluginContract):
    plugin = plugin
