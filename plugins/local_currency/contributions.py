"""What notes, melting, the yearly share and the directory contribute; ``plugin`` hands it on."""

from plugins.local_currency import directory_models, melting_models, notes_models, shares_models  # noqa: F401  # so that they are known
