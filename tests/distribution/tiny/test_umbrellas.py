"""The contract, run over the umbrellas."""

from umbrellas import plugin

from app.testing.contract import PluginContract


class TestUmbrellas(PluginContract):
    plugin = plugin
