"""Fields of a record to an article."""
