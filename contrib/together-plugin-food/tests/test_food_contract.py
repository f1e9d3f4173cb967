"""What every plugin must satisfy, asked of this one."""

from app.testing.contract import PluginContract

from together_plugin_food import plugin


class TestContract(PluginContract):
    plugin = plugin
