"""The commands. One file per command, named after it; `archive/` holds those of `dedup archive`."""
