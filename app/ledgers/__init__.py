"""One ledger engine for hours, grains and local currencies."""
