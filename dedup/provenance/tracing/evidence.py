"""The reasons written under a link."""

from dedup.provenance.records import Evidence, StoryArticle
from dedup.provenance.tracing.likelihood import StoryEvidence


def link_evidence(child: int, parent: int, case: StoryEvidence, before: float) -> tuple[Evidence, ...]:
    """Return what a link rests on: the words that name the parent or a source, time, wording, the match.

    `before` is the chance that the parent is older.
    """
    found: list[Evidence] = []
    cited = case.cited[child]
    named = cited.inside.get(parent) if parent >= 0 else None
    for cue in dict.fromkeys((named, *cited.outside)):
        if cue is not None:
            found.append(
                {
                    "type": "cue",
                    "cue": cue.type,
                    "source": cue.source,
                    "scope": cue.scope,
                    "confidence": round(cue.confidence, 3),
                    "words": cue.words,
                    "start": cue.start,
                    "end": cue.end,
                }
            )
    if parent < 0:
        return tuple(found)
    a, b = case.articles[child], case.articles[parent]
    found.append(
        {
            "type": "time",
            "child": _written(a),
            "parent": _written(b),
            "parent_earlier": round(before, 3),
        }
    )
    for place, one in ((child, a), (parent, b)):
        if (day := case.times[place].addressed) is not None:
            address = day.isoformat()
            found.append({"type": "date_doubted", "article": one.id, "given": _written(one), "address": address})
    if case.times[parent].doubted:
        found.append({"type": "date_doubted", "article": b.id, "given": _written(b)})
    if (m := case.matches.get((child, parent))) is not None:
        mine, theirs = (m.coverage_a, m.coverage_b) if m.a == a.article else (m.coverage_b, m.coverage_a)
        found.append(
            {
                "type": "match",
                "kind": m.kind,
                "score": round(m.score, 4),
                "coverage_child": round(mine, 4),
                "coverage_parent": round(theirs, 4),
            }
        )
    found.append({"type": "wording", "not_in_parent": round(case.wording.lack(parent, child), 3)})
    if a.lang != b.lang:
        found.append({"type": "language", "child": a.lang, "parent": b.lang})
    return tuple(found)


def _written(article: StoryArticle) -> str | None:
    return article.published.isoformat() if article.published else None
