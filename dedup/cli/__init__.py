"""The program `dedup`: its commands and what they print."""

from dedup.cli.program import EXIT_CODES, app, main
