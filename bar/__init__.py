"""The quality bar: what the platform promises, tried on the real thing, each test with its number."""
