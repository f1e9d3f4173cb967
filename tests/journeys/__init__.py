"""Stories that people live through, played in a real browser against a real server."""
