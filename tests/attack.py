"""A dump whose every field attacks whoever shows it in a page."""

from pathlib import Path

import orjson

ATTACKS = (
    '</script><script>document.title="attacked"</script>',
    "</template></article></main><h1 id=attacked>attacked</h1>",
    '"><img src=x onerror="document.title=\'attacked\'">',
    "' onmouseover='document.title=`attacked`' x='",
    "<svg onload=document.title='attacked'>",
    "{{ 7 * 7 }}{% for x in y %}",
    "\u202eevil\u202d \x00\x07 <!-- --> ]]> <![CDATA[",
    "</textarea></style><style>*{display:none}</style>",
)
_SCHEMES = ("https://x.example/", "javascript:document.title='attacked'//")
_TEXT = (
    "The northern gate of the harbour closes for eleven weeks from Monday, the port authority of Velmar said, and "
    "fishing boats use the canal lock until the work on the hinges is done. The authority expects no delays for cargo "
    "ships, which pass through the southern gate, but asks captains to announce themselves an hour before they arrive."
)


def attack_dump(folder: Path) -> Path:
    """Write the dump into `folder`: one story, reported by an outlet for each attack."""
    rows = [
        {
            "id": f"{number}{attack}",
            "title": attack,
            "outlet": f"{attack}{number}",
            "author": attack,
            "lang": "en",
            "url": f"{_SCHEMES[number % 2]}{number}?{attack}",
            "published": f"2025-05-{10 + number:02}",
            "text": f"{_TEXT} {attack} reports {attack}, according to Reuters. (Reuters {attack})",
        }
        for number, attack in enumerate(ATTACKS)
    ]
    path = folder / "attack.jsonl"
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return path
