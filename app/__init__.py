"""Together: inhabitants put in common what they have, and see what it changes in their well-being."""
