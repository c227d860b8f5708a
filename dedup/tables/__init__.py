"""Tables made from what libraries know, kept with the project so that a library's next release changes no answer.

A name of a month, a public suffix or the Latin spelling of a letter enters keys, concepts and answers. Taken from the
library at run time it changes with the library, and an archive that was made last year holds other keys than those it
is asked for. So it is taken once: `python -m benchmarks.library_tables.generate` makes the files here, which README.md
describes, and a test says when a library has moved on. What cannot be kept so (stemmers, models) is named by its
version (`made_with`), which an archive keeps.
"""

from dedup.tables.cldr_names import (
    all_concepts,
    day_order,
    english_language_names,
    language_aliases,
    month_names,
    names_of,
    native_language_names,
    shown_language_names,
    weekday_names,
)
from dedup.tables.manifest import MadeWith, differences, made_with
from dedup.tables.public_suffixes import in_letters, registered_domain
from dedup.tables.scripts import DENSE_CHARACTER, DENSE_RANGES, to_ascii
from dedup.tables.stored import PUBLIC_SUFFIXES, city_names, japanese_readings, later_characters, word_table
