"""The stages of the pipeline: what each asks the database for and puts into it."""
