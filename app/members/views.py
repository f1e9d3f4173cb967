"""All pages of members, by topic."""

from app.members import membership_views, operator_views, people_views, settings_views, sign_up_views
from app.members.blueprint import bp

__all__ = ["bp", "membership_views", "operator_views", "people_views", "settings_views", "sign_up_views"]
