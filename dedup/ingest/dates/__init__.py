"""Publication dates: where they stand, and how they are written."""
