"""The ledger: signed acts, chained, and their check."""
