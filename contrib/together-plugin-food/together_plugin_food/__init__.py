"""Healthy eating for all: gardens to share, harvests that are too much for one, meals with a free seat."""
