"""Places with their inhabitants: a tree from the neighbourhood to the network."""
