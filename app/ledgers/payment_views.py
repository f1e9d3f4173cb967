"""All pages of payments, by topic."""

from app.ledgers import order_views, pay_views, request_views, several_views

__all__ = ["order_views", "pay_views", "request_views", "several_views"]
