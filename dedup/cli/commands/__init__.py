"""The commands. One file a command, named after it; `archive/` holds those of `dedup archive`."""
