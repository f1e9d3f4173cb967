"""The group of operations of the plugin, apart from them so that several files can share it."""

from app.plugin_web import Operations

bp = Operations("time_bank", __name__, description="A time bank: rules, workshops, paper cheques, care.")
