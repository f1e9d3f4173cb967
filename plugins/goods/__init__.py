"""Things: Lend and give things that sleep in cupboards."""
