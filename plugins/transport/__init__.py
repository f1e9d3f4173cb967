"""Rides: Share the rides you make anyway."""
