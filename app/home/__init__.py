"""The front door: the territories of this platform, and the pages about it."""
