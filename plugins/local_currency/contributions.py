"""What notes, melting, the yearly share and the directory contribute; ``plugin`` hands it on."""

