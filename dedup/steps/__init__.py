"""The steps of the corridor: the queries between the rooms, and the rooms' stages run over batches."""
