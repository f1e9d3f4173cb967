"""The scenes, a few to a module; importing a module hangs its pictures in the gallery."""
