"""The group of operations of the plugin, apart from them so that several files can share it."""

from app.plugin_web import Operations

bp = Operations(
    "local_currency", __name__, description="A local currency: who takes it, what guarantees it, its desks."
)
