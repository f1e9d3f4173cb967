"""The pages of the plugin: each topic has a file of its own, and all are served by one blueprint."""

from plugins.local_currency import views_desk as views_desk
from plugins.local_currency.blueprint import bp

__all__ = ["bp"]
