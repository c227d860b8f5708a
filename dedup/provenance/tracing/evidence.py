"""The reasons written under a link."""

from dedup.provenance.records import Evidence
from dedup.provenance.tracing.likelihood import Case


def link_evidence(child: int, parent: int, case: Case, before: float) -> tuple[Evidence, ...]:
    """What a link rests on: the words that name the parent or a source, time, wording, the match.

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
            "child": a.published.isoformat() if a.published else None,
            "parent": b.published.isoformat() if b.published else None,
            "parent_earlier": round(before, 3),
        }
    )
    for place in (child, parent):
        if (day := case.times[place].addressed) is not None:
            one = case.articles[place]
            given = one.published.isoformat() if one.published else None
            found.append({"type": "date_doubted", "article": one.id, "given": given, "address": day.isoformat()})
    if case.times[parent].doubted:
        found.append(
            {"type": "date_doubted", "article": b.id, "given": b.published.isoformat() if b.published else None}
        )
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
