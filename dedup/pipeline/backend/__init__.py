"""What the stages run on: threads, worker processes, files beside the database."""
