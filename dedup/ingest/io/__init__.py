"""Files and streams to bytes and lines."""
