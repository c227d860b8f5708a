"""Articles that join stories one by one, as they stream by."""

from collections.abc import Collection, Sequence

import pyarrow as pa

from dedup.archive import ArchiveStore
from dedup.stories import story_name


class StoriesJoined:
    """The stories of an archive that articles of a batch join, and those that they begin."""

    def __init__(self, archive: ArchiveStore, articles: Sequence[int]) -> None:
        """`articles` are the numbers of those whose stories may be joined."""
        self._archive = archive
        listed = ", ".join(map(str, sorted(set(articles))))
        query = f"SELECT article, story, name FROM membership JOIN story USING (story) WHERE article IN ({listed})"
        rows = archive.rows(query).to_pylist() if listed else []
        self._stories: dict[int, tuple[int, str]] = {row["article"]: (row["story"], row["name"]) for row in rows}
        self._members: list[dict[str, int]] = []
        self._begun: list[dict[str, object]] = []

    def join(self, article: int, name: str, earlier: int, earlier_name: str) -> str:
        """Put `article`, whose id is `name`, into the story of an `earlier` one; returns the story's name."""
        if earlier not in self._stories:
            self._stories[earlier] = earlier, self.would_join(name, earlier, earlier_name)
            self._begun.append({"story": earlier, "name": self._stories[earlier][1]})
            self._members.append({"article": earlier, "story": earlier})
        self._stories[article] = self._stories[earlier]
        self._members.append({"article": article, "story": self._stories[earlier][0]})
        return self._stories[article][1]

    def would_join(self, name: str, earlier: int, earlier_name: str) -> str:
        """The name of the story that an article would join; it does not."""
        if earlier in self._stories:
            return self._stories[earlier][1]
        return story_name((name, earlier_name))

    def of_ids(self, names: Collection[str]) -> dict[str, str]:
        """The stories of articles of the archive, by their ids; those of none are left out."""
        if not names:
            return {}
        rows = self._archive.rows(
            "SELECT id, name FROM article JOIN membership USING (article) JOIN story USING (story) "
            "WHERE id IN (SELECT unnest($1::VARCHAR[]))",
            [sorted(set(names))],
        )
        return dict(zip(rows["id"].to_pylist(), rows["name"].to_pylist(), strict=True))

    def tables(self) -> dict[str, pa.Table]:
        """What is to be committed."""
        members = pa.schema([("article", pa.int64()), ("story", pa.int64())])
        begun = pa.schema([("story", pa.int64()), ("name", pa.string())])
        return {
            name: pa.Table.from_pylist(rows, schema=schema)
            for name, rows, schema in (("membership", self._members, members), ("story", self._begun, begun))
            if rows
        }
