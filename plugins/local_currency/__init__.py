"""Pay for local goods and services in the currency of a territory."""
