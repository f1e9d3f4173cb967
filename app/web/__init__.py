"""The web shared by all features: database session, context, access, errors, filters."""
