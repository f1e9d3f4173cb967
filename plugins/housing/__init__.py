"""Housing: Offer a room for a night, a season or while somebody gets back on their feet."""
