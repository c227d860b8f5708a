"""The tables of `dedup/tables`, made from libraries."""
