"""Share the rides that people make anyway."""
