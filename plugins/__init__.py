"""The plugins that come with the platform."""
