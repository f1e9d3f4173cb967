"""Pages of listings."""

from app.listings import page_views, search_views, writing_views
from app.listings.blueprint import bp

__all__ = ["bp", "page_views", "search_views", "writing_views"]
