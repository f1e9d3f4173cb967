"""Places: points, distances, the public point that hides a home, the gazetteer, addresses."""
