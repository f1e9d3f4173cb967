"""Webhooks: what happens in a sub-network, told to an address that its coordinators chose."""
