"""The kit for authors of plugins: begins a distribution, and says what is wrong with one."""
