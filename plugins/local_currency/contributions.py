"""What notes, melting, the yearly share and the directory contribute; ``plugin`` hands it on."""

from plugins.local_currency import (
    directory_models,
    melting_models,
    named_accounts,
    notes_models,
    shares_models,
)

TABLES = (directory_models, melting_models, named_accounts, notes_models, shares_models)
"""Named here, so that their tables are known even before a page uses them."""
