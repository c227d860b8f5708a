"""Reader of JSON Lines: a record a line."""

from collections.abc import Iterator

from dedup.read.fields import Fields
from dedup.read.json_value import BadJsonError, parse_json
from dedup.read.lines import Line
from dedup.read.records import Item, Rejected
from dedup.read.sources import Source


def read_lines(lines: Iterator[Line], source: Source, fields: Fields) -> Iterator[Item]:
    """Yield an article or a rejection for each line that is not blank."""
    for line in lines:
        position = f"line {line.number}"
        if line.data and not line.data.isspace():
            try:
                yield fields.article(parse_json(line.data), source, position)
            except BadJsonError as error:
                # The line a cut went through is one loss, not two.
                if line.fault is None:
                    yield Rejected(source.shown, position, str(error))
        if line.fault is not None:
            yield Rejected(source.shown, position, line.fault)
