"""Reader of JSON Lines: one record per line. A line that holds several, in a list, in an envelope or end to end, is
read too."""

from collections.abc import Iterator
from typing import Any

from dedup.ingest.formats.json_stream import holds_articles, objects_of, records_within, unfolded
from dedup.ingest.formats.json_value import BadJsonError, parse_json, too_many_values
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import Line
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
                value = parse_json(line.data)
            except BadJsonError as error:
                # The line a cut went through is one loss, not two.
                if line.fault is None:
                    yield from _several(line.data, source, position, fields) or [
                        Rejected(source.shown, position, str(error))
                    ]
            else:
                yield from _of_value(value, source, position, fields)
        if line.fault is not None:
            yield Rejected(source.shown, position, line.fault)


def _of_value(value: Any, source: Source, position: str, fields: Fields) -> Iterator[Item]:
    """Yield the article of a record, or those of the records that an envelope or a list holds."""
    if inner := records_within(value, fields):
        within = list(unfolded(inner, fields))
        if holds_articles([record for _, record in within], fields):
            for place, record in within:
                yield fields.article(record, source, f"{position}.{place}")
            return
    yield fields.article(value, source, position)


def _several(data: bytes, source: Source, position: str, fields: Fields) -> list[Item]:
    """Return what the objects hold that stand in a line end to end; nothing if they are not whole."""
    try:
        values = [parse_json(one) for one in objects_of(data) or []]
    except BadJsonError:
        return []
    return [
        item
        for place, value in enumerate(values, 1)
        for item in _of_value(value, source, f"{position}.{place}", fields)
    ]
