"""The former place of `dedup.integrations`; its import paths still work."""
