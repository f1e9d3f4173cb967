"""Thematic communities inside a territory, with their coordinators and plugins."""
