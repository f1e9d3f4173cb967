"""What exchanges brought: measures, and the components of well-being they served."""
