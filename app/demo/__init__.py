"""The demonstration: an invented, lively territory around Bordeaux, the same each time it is built."""
