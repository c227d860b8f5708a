"""Reader of JSON Lines: a record a line."""

from collections.abc import Iterator

from dedup.ingest.formats.json_value import BadJsonError, parse_json, too_many_values
from dedup.ingest.io.inputs import Source
from dedup.ingest.io.lines import Line
from dedup.ingest.records.article import Item, Rejected
from dedup.ingest.records.mapping import Fields


def read_lines(lines: Iterator[Line], source: Source, fields: Fields) -> Iterator[Item]:
    """Yield an article or a rejection for each line that is not blank."""
    for line in lines:
        position = f"line {line.number}"
        if line.data and not line.data.isspace():
            if fault := too_many_values(line.data, fields.config.max_record_bytes):
                yield Rejected(source.shown, position, fault)
                continue
            try:
                yield fields.article(parse_json(line.data), source, position)
            except BadJsonError as error:
                # The line a cut went through is one loss, not two.
                if line.fault is None:
                    yield Rejected(source.shown, position, str(error))
        if line.fault is not None:
            yield Rejected(source.shown, position, line.fault)
