"""Makes the tables of `dedup/tables` from libraries. No benchmark: here is what only developers run."""
