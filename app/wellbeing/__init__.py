"""The SPIRAL typology of well-being: dimensions and components, as versioned data."""
