"""Two sides agree on a listing, do it, and settle."""
