"""What `dedup` finds and what it costs, measured on dumps whose truth is known; nothing here is installed with it."""
