"""Which claim of a ledger a sentence repeats."""
