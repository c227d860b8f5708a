"""Words to concepts: names, numbers, dates and entries of lexicons that mean the same in every language."""
