"""A room for a night, a season, or until somebody is back on their feet."""
