"""The step that reads: the dump's records become the table `article`, each id once, numbered in order of their ids."""

from collections.abc import Sequence

import pyarrow as pa

from dedup.model import ARTICLE
from dedup.read import list_sources, read
from dedup.steps.run import Run


def read_dump(run: Run, inputs: Sequence[str]) -> None:
    """Fill `article` and `rejected` from the dumps `inputs`."""
    listing = list_sources(inputs)
    done = 0

    def progress(_: object, size: int) -> None:
        nonlocal done
        done += size
        run.watch("read", done, max(done, total))

    total = listing.size
    if total >= run.config.machine.workers_from:
        run.engine.start_workers()
    run.engine.connection.register("_none", pa.Table.from_batches([], schema=ARTICLE))
    run.connection.execute("CREATE TABLE scratch.arrived AS SELECT 0::BIGINT AS arrival, * FROM _none")
    run.connection.unregister("_none")
    arrived = 0
    for articles, rejected in read(listing, run.config.read, progress):
        table = pa.Table.from_batches([articles])
        numbers = pa.array(range(arrived, arrived + table.num_rows), pa.int64())
        run.engine.insert("scratch.arrived", table.append_column("arrival", numbers))
        run.engine.insert("rejected", pa.Table.from_batches([rejected]))
        arrived += table.num_rows
    # Which of several records of one id stays must not depend on their order in the dump.
    run.connection.execute("""
        CREATE TABLE scratch.repeated AS
            SELECT arrival, id, row_number() OVER (
                PARTITION BY id
                ORDER BY published NULLS LAST, md5(text), title, url, outlet, file, position, arrival
            ) AS place
            FROM scratch.arrived
            WHERE id IN (SELECT id FROM scratch.arrived GROUP BY id HAVING count(*) > 1);
        INSERT INTO rejected
            SELECT again.file, again.position, 'repeated id ' || id || ', kept: ' || first.file || ' ' || first.position
            FROM scratch.repeated r JOIN scratch.arrived again USING (arrival, id)
            JOIN (
                SELECT id, file, position FROM scratch.repeated JOIN scratch.arrived USING (arrival, id) WHERE place = 1
            ) first USING (id)
            WHERE r.place > 1;
        CREATE TABLE scratch.numbered AS
            SELECT arrival, row_number() OVER (ORDER BY id) - 1 AS article FROM scratch.arrived
            WHERE arrival NOT IN (SELECT arrival FROM scratch.repeated WHERE place > 1);
        INSERT INTO article
            SELECT article, * EXCLUDE (arrival, article) FROM scratch.arrived JOIN scratch.numbered USING (arrival)
            ORDER BY article;
        DROP TABLE scratch.arrived; DROP TABLE scratch.numbered; DROP TABLE scratch.repeated;
    """)
    # A packed dump, or one that came through a pipe, tells its size only now.
    if run.one("SELECT sum(length(text)) FROM article") >= run.config.machine.workers_from:
        run.engine.start_workers()
