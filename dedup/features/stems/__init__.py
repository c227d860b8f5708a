"""Words to stems."""
