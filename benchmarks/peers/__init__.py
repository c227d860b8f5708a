"""dedup beside other tools that find near-duplicates, on one dump with known truth."""
