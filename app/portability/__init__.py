"""Taking out and bringing in: personal data, other systems."""
