"""`python -m dedup.cli`."""

from dedup.cli.program import main

main()
