"""Local currency: Pay for local goods and services in the currency of the territory."""
