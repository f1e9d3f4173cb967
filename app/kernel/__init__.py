"""What plugins meet: markers, contributions, hook specifications and the registry."""
