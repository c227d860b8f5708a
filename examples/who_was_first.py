"""Ask where an article of an archive comes from, and print the answer with the words that it rests on."""

import tempfile
from pathlib import Path

import dedup

SAMPLES = Path(__file__).parents[1] / "samples"
ARTICLE = "aeegqtw"


def main(out: Path) -> None:
    dedup.run([str(SAMPLES / "dump.jsonl"), str(SAMPLES / "pages")], out, force=True)
    with dedup.Archive.open(out / "archive.duckdb") as archive:
        answer = dedup.origin(archive, ARTICLE)
        print(f"{ARTICLE}: {answer.answer}, confidence {answer.confidence}")
        for link in archive.table("links").to_pylist():
            if link["child"] == ARTICLE:
                print(f"  from {link['parent'] or link['source']}: {link['kind']}, confidence {link['confidence']}")
                print(f"  evidence: {link['evidence']}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "out")
