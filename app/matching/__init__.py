"""Offers that fit requests, with reasons a person can read."""
