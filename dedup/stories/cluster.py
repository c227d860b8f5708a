"""Clusters matches into stories: articles that report the same statement, without the giant clusters of single links.

Two articles may share passages and still be about different things: whoever borrows three paragraphs of background from
another story would glue the two stories together. So stories grow bottom up, most alike first, and two of them join
only if what they share is what they are about: the mean, over the articles of both sides, of the largest share of the
article (its lead counting more: `focus`) that any one article of the other side covers. An excerpt or an embedded
statement is wholly covered and joins; a bridge covers a part of one article on each side and does not.

Versions of one text that grows, a live blog, are too unlike from end to end: the latest is ten times as long as the
first, and what the first ones cover of it in the mean is little. There each group is wholly covered by the next, and an
article of one and an article of the other are half of each other: such groups join too. A digest that holds a story
wholly is not half of it.

What is left alone then, a column or a digest with a beginning of its own, joins the one story whose statement it
reports most of. It joins last and alone, so it cannot glue two stories together.

Matches are split into connected components by SQL first, so that stories can be found part by part. A new story is
named after the least id in it, so that its name depends on nothing else in the dump. A story that an archive knows
keeps its name when it grows; one that became part of another leaves its name behind (`renamed`).
"""

import hashlib
import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import duckdb
import pyarrow as pa

from dedup.config import StoryConfig
from dedup.stories.statement import Tie, statement_share


def label_components(connection: duckdb.DuckDBPyConnection, matches: str, labels: str) -> None:
    """Make the table `labels` (article, component): the least article number that each article hangs together with
    through the pairs (a, b) of `matches`.

    Labels spread to neighbours and jump to their label's label, so rounds grow with the logarithm of the longest path
    (as in the "alternating" algorithm of Kiveris et al., "Connected components in MapReduce and beyond", 2014).
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE _edges AS
            SELECT a AS x, b AS y FROM {matches} UNION SELECT b, a FROM {matches}
    """)
    connection.execute(
        f"CREATE OR REPLACE TABLE {labels} AS SELECT x AS article, least(x, min(y)) AS component FROM _edges GROUP BY x"
    )
    while True:
        connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE _next AS
            WITH near AS (
                SELECT x AS article, min(component) AS component
                FROM _edges JOIN {labels} ON article = y GROUP BY x
            ),
            lowered AS (
                SELECT l.article, least(l.component, near.component) AS component
                FROM {labels} l JOIN near USING (article)
            )
            SELECT lowered.article, least(lowered.component, root.component) AS component
            FROM lowered JOIN {labels} root ON root.article = lowered.component
        """)
        changed = connection.execute(
            f"SELECT count(*) FROM _next JOIN {labels} l USING (article) WHERE l.component <> _next.component"
        ).fetchall()[0][0]
        if not changed:
            break
        connection.execute(f"CREATE OR REPLACE TABLE {labels} AS FROM _next")
    connection.execute("DROP TABLE _edges; DROP TABLE _next")


def group_articles(ties: Iterable[Tie], config: StoryConfig) -> dict[int, int]:
    """Return the story of every article named in `ties`, as the least article number in it.

    The result does not depend on the order of `ties`: equal likeness is decided by article number.
    """
    ordered = sorted(ties)
    same = _same_text(ordered, config.same_text)
    groups = _Groups(same)
    for tie in ordered:
        groups.tie(same[tie.a], same[tie.b], tie.focus_a, tie.focus_b)
    groups.join_all(config.group_likeness)
    apart = groups.between(ordered)
    groups.join_grown([(min(tie.focus_a, tie.focus_b), same[tie.a], same[tie.b]) for tie in apart], config)
    groups.join_lone((-statement_share(tie, config), same[tie.a], same[tie.b]) for tie in groups.between(apart))
    story_of = {member: min(members) for members in groups.members.values() for member in members}
    # Members are whole groups of the same text, each named by its least article.
    return {article: story_of[leader] for article, leader in same.items()}


def _same_text(ties: list[Tie], threshold: float) -> dict[int, int]:
    """Articles that cover each other wholly, under their least number: a hundred thousand reprints are one node."""
    parent: dict[int, int] = {}

    def find(article: int) -> int:
        root = article
        while parent.setdefault(root, root) != root:
            root = parent[root]
        while parent[article] != root:
            parent[article], article = root, parent[article]
        return root

    for tie in ties:
        a, b = find(tie.a), find(tie.b)
        if min(tie.focus_a, tie.focus_b) >= threshold and a != b:
            parent[max(a, b)] = min(a, b)
    return {article: find(article) for article in list(parent)}


@dataclass
class _Groups:
    """Groups of nodes while they join. A node stands for articles of the same text and counts as many."""

    same: Mapping[int, int]
    members: dict[int, list[int]] = field(default_factory=dict)
    size: dict[int, int] = field(default_factory=dict)
    version: dict[int, int] = field(default_factory=dict)
    # covered[x][y]: for nodes of group y, the largest share that a node of group x covers.
    covered: dict[int, dict[int, dict[int, float]]] = field(default_factory=dict)
    count: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for leader in self.same.values():
            self.count[leader] = self.count.get(leader, 0) + 1
        for leader, count in self.count.items():
            self.members[leader] = [leader]
            self.size[leader] = count
            self.version[leader] = 0
            self.covered[leader] = {}

    def tie(self, a: int, b: int, focus_a: float, focus_b: float) -> None:
        if a != b:
            for by, of, share in ((a, b, focus_b), (b, a, focus_a)):
                nodes = self.covered[by].setdefault(of, {})
                nodes[of] = max(share, nodes.get(of, 0.0))

    def homes(self) -> dict[int, int]:
        """Return the group of each node."""
        return {node: group for group, nodes in self.members.items() for node in nodes}

    def between(self, ties: Iterable[Tie]) -> list[Tie]:
        """Return the ties between articles of different groups; most are within one by now, and have nothing to say."""
        home = self.homes()
        return [tie for tie in ties if home[self.same[tie.a]] != home[self.same[tie.b]]]

    def likeness(self, a: int, b: int) -> float:
        """Return the mean of both sides' covered shares, rounded so that the order of additions cannot decide."""
        return round((self._mean(a, b) + self._mean(b, a)) / 2, 6)

    def join_all(self, least: float) -> None:
        heap = [(-self.likeness(a, b), a, b, 0, 0) for a, others in self.covered.items() for b in others if a < b]
        heapq.heapify(heap)
        while heap:
            negative, a, b, version_a, version_b = heapq.heappop(heap)
            if -negative < least:
                return
            if self.version.get(a) != version_a or self.version.get(b) != version_b:
                continue
            self._join(a, b)
            for other in self.covered[a]:
                low, high = min(a, other), max(a, other)
                heapq.heappush(heap, (-self.likeness(low, high), low, high, self.version[low], self.version[high]))

    def join_grown(self, closest: Sequence[tuple[float, int, int]], config: StoryConfig) -> None:
        """Join groups of which one holds earlier versions of what the other holds. `closest` are (the smaller of the
        shares that two nodes cover of each other, node, node)."""
        close = sorted((-share, a, b) for share, a, b in closest if share >= config.grown_share and a != b)
        home = self.homes()
        joined = True
        while joined:
            joined = False
            close = [tie for tie in close if home[tie[1]] != home[tie[2]]]
            for _, one, other in close:
                a, b = min(home[one], home[other]), max(home[one], home[other])
                if a != b and max(self._mean(a, b), self._mean(b, a)) >= config.whole_share:
                    for node in self.members[b]:
                        home[node] = a
                    self._join(a, b)
                    joined = True

    def join_lone(self, shares: Iterable[tuple[float, int, int]]) -> None:
        """Join groups of one node to the group whose statement they report most of. `shares` are (minus the share,
        node, node)."""
        home = self.homes()
        for share, one, other in sorted(shares):
            a, b = min(home[one], home[other]), max(home[one], home[other])
            if share < 0 and a != b and 1 in (len(self.members[a]), len(self.members[b])):
                for node in self.members[b]:
                    home[node] = a
                self._join(a, b)

    def _mean(self, by: int, of: int) -> float:
        """The mean share that the articles of a group are covered by those of another."""
        return sum(share * self.count[node] for node, share in self.covered[by][of].items()) / self.size[of]

    def _join(self, a: int, b: int) -> None:
        """Put b into a (a < b)."""
        for other, nodes in self.covered.pop(b).items():
            if other != a:
                into = self.covered[a].setdefault(other, {})
                for node, share in nodes.items():
                    into[node] = max(share, into.get(node, 0.0))
                moved = self.covered[other].pop(b, {})
                self.covered[other].setdefault(a, {}).update(moved)
        self.covered[a].pop(b, None)
        self.members[a] += self.members.pop(b)
        self.size[a] += self.size.pop(b)
        self.version[a] += 1
        del self.version[b]


MEMBERSHIP = pa.schema([("article", pa.int64()), ("story", pa.int64())])
"""Articles of stories of two or more; a story goes by the least of its articles."""


@dataclass(frozen=True)
class Stories:
    """Makes the stage that groups articles by their ties."""

    config: StoryConfig

    def __call__(self) -> Callable[[pa.Table], dict[str, pa.Table]]:
        """There is nothing to load."""
        return self.group

    def group(self, rows: pa.Table) -> dict[str, pa.Table]:
        """Group the articles that `rows` tie: `membership` of all but those that stay alone."""
        ties = map(Tie._make, zip(*(rows[name].to_pylist() for name in Tie._fields), strict=True))
        stories = group_articles(ties, self.config)
        sizes = Counter(stories.values())
        kept = sorted((article, story) for article, story in stories.items() if sizes[story] > 1)
        columns = {"article": [article for article, _ in kept], "story": [story for _, story in kept]}
        return {"membership": pa.table(columns, schema=MEMBERSHIP)}


NAME_SQL: Final = "'s' || md5(min(id))[:12]"
"""The name of a new story, over the ids of its articles; `story_name` as SQL."""

RENAMED_SQL: Final = """
    SELECT old, arg_max(name, (articles, name)) FROM (
        SELECT known.name AS old, story.name, count(*) AS articles
        FROM _known known JOIN membership USING (article) JOIN story USING (story) GROUP BY ALL
    ) WHERE old NOT IN (SELECT name FROM story) GROUP BY old
"""
"""Of the names by which articles were known (`_known`: `article`, `name`), those that no story has any more, and the
story that has most of the articles now."""


def story_name(ids: Iterable[str]) -> str:
    """Return the name of a new story of articles with these ids."""
    return f"s{hashlib.md5(min(ids).encode(), usedforsecurity=False).hexdigest()[:12]}"
