"""Offers and requests of resources."""
