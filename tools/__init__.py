"""Programs for those who work on `dedup`; nothing here is installed with it."""
