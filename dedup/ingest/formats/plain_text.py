"""Reader of plain text files: the file is the article. What it says of itself stands above its text, as front matter
or a head of fields, or is its headline and byline.

What a text file says of itself above its text: front matter, as writers of Markdown have it, or a head of fields.

Only what people write by hand or a program clips is read: a key and a value in a line, lists, folded texts. A whole
parser of YAML was rejected: it would be one more dependency, and reads dates, numbers and `no` as what they look like.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from dedup.ingest.dates.byline import byline_date
from dedup.ingest.dates.publication import Bounds, choose
from dedup.ingest.formats.other_exports import several_articles
from dedup.ingest.io.encoding import decode, repair
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import collected
from dedup.ingest.records import field_names as names
from dedup.ingest.records.article import Article, Item, Rejected, text_fault
from dedup.ingest.records.context import Context
from dedup.ingest.records.field_names import ID, squeezed
from dedup.ingest.records.field_plan import KNOWN
from dedup.ingest.records.values import with_ascii_host
from dedup.messages import whole
from dedup.tables import DENSE_CHARACTER

if TYPE_CHECKING:
    from dedup.ingest.records.mapping import Fields

_MOST_CHARS: Final = 20_000
"""Of a block; heads of real files have ten lines. What is longer is a text between two rules."""

_FENCED: Final = re.compile(
    r"\ufeff?\s*+(?:---[ \t]*\r?\n(.*?)\n(?:---|\.\.\.)|(\+\+\+)[ \t]*\r?\n(.*?)\n\+\+\+)[ \t]*(?:\r?\n|$)",
    re.DOTALL,
)
_READER: Final = re.compile(r"\ufeff?\s*+(Title:.+?)\n[ \t]*Markdown Content:[ \t]*\r?\n", re.DOTALL)
"""What Jina's reader writes above a page: its fields stand apart from each other."""
_BLANK: Final = re.compile(r"\ufeff?\s*+")
_BLANK_LINES: Final = re.compile(r"(?:[ \t]*+\r?\n)*+")
_PAIR: Final = re.compile(r"[\"']?([^\W\d][\w .-]{0,39}?)[\"']?\s*(?:[:=](?:\s+|$)|：\s*)(.*)")
_OTHER_PAIR: Final = re.compile(r"(\S+)[:=](?:\s+|$)(.*)")
"""Of a name that articles have none of, as `og:title`."""
_CLOSING: Final = frozenset(("]", "],", "}", "},"))
_ITEM: Final = re.compile(r"\s*-\s+(.*)")
_SECTION: Final = re.compile(r"\[\[?[\w.]+\]\]?")
_FOLDED: Final = re.compile(r"[|>][+-]?\d?")
_LINK: Final = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_QUOTED: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")

_TELLING: Final = frozenset(
    map(names.squeezed, (*names.TITLE, *names.URL, *names.OUTLET, *names.OUTLET_NAME, *names.PUBLISHED, *names.AUTHOR))
)
_LEAST_OPEN: Final = 2
"""Fields of these names from which lines above a text are a head and none of it: a byline alone is one line."""

_AUTHOR: Final = frozenset(map(names.squeezed, names.AUTHOR))
_AS_MAILS: Final = {"subject": "title", "from": "author", "sent": "published"}
"""What people call fields who write a head as that of a mail."""
_OF_HEADS: Final = frozenset(
    (*(names.squeezed(name) for field, called in KNOWN.items() if field not in ("text", "page") for name in called),
     *_AS_MAILS, *"to cc tags keywords section category".split())
)  # fmt: skip
"""Names by which a line without a fence is known as a field: any words may stand before a colon in a headline."""


def split_front_matter(text: str, named: Iterable[str] = ()) -> tuple[dict[str, Any], str]:
    """Return the fields that a text gives above itself, by their names there, and the text below; nothing and the whole
    text where it gives none. `named` are further names of fields.

    >>> split_front_matter("---\\ntitle: Gate closes\\n---\\nThe gate closes.")
    ({'title': 'Gate closes'}, 'The gate closes.')
    """
    least = 1
    if fenced := _FENCED.match(text, 0, _MOST_CHARS):
        found = _fenced_fields((fenced[3] or fenced[1]).splitlines(), toml=bool(fenced[2]))
        end = fenced.end()
    elif reader := _READER.match(text, 0, _MOST_CHARS):
        pairs = (_PAIR.fullmatch(line.strip()) for line in reader[1].splitlines())
        found, end = {pair[1]: pair[2] for pair in pairs if pair}, reader.end()
    else:
        found, end = _head(text, _OF_HEADS.union(map(names.squeezed, named)))
        least = _LEAST_OPEN
    if len({names.squeezed(name) for name in found} & _TELLING) < least:
        return {}, text
    blank = _BLANK_LINES.match(text, end)
    return found, text[blank.end() if blank else end :]


def _head(text: str, known: frozenset[str]) -> tuple[dict[str, Any], int]:
    """The fields of a head that nothing fences, and where it ends: at the first line that is no field of a known name.
    Its values are as they stand there."""
    found: dict[str, Any] = {}
    blank = _BLANK.match(text)
    end = blank.end() if blank else 0
    for line in text[end:_MOST_CHARS].splitlines(keepends=True):
        pair = _PAIR.fullmatch(line.strip())
        if pair is None or (name := names.squeezed(pair[1])) not in known:
            break
        _add(found, _AS_MAILS.get(name, pair[1]), pair[2])
        end += len(line)
    return {name: value for name, value in found.items() if value}, end


def _fenced_fields(lines: Iterable[str], *, toml: bool) -> dict[str, Any]:
    """The fields of a block between fences; none if any of its lines is neither a field nor belongs to one."""
    found: dict[str, Any] = {}
    key, folded = "", set[str]()
    for line in lines:
        below = line.strip()
        if not below or below.startswith("#"):
            continue
        if toml and _SECTION.fullmatch(below):
            break  # what follows is not the article's own
        held = found.get(key)
        opened = held if isinstance(held, str) and held[:1] == "[" else ""
        item = _ITEM.fullmatch(line) if key and key not in folded and (held == "" or isinstance(held, list)) else None
        if below in _CLOSING:
            found |= {key: f"{opened}]"} if opened and below[0] == "]" else {}
        elif item:
            pair = _PAIR.fullmatch(item[1])
            found[key] = held or []
            found[key].append({pair[1]: _scalar(pair[2])} if pair else _scalar(item[1]))
        elif key and (line[0] in " \t" or opened[-1:] in ("[", ",")):
            inner = held[-1] if isinstance(held, list) and held else held
            pair = _PAIR.fullmatch(below) if key not in folded and (inner == "" or isinstance(inner, dict)) else None
            if pair and held == "":
                found[key] = {pair[1]: _scalar(pair[2])}
            elif pair and isinstance(inner, dict):
                inner[pair[1]] = _scalar(pair[2])
            elif isinstance(held, str):
                found[key] = f"{held} {below}".strip()
        elif pair := _PAIR.fullmatch(below) or _OTHER_PAIR.fullmatch(below):
            key = pair[1]
            if _FOLDED.fullmatch(pair[2]):
                folded.add(key)
            _add(found, key, "" if key in folded else pair[2])
        else:
            return {}
    values = {name: value if name in folded else _value(value) for name, value in found.items()}
    return {name: value for name, value in values.items() if value}


def _add(found: dict[str, Any], name: str, value: str) -> None:
    """Add a field; of one that comes again all authors count, and else the first."""
    held = found.get(name)
    if held and names.squeezed(name) in _AUTHOR:
        found[name] = [*(held if isinstance(held, list) else [held]), value]
    elif not held:
        found[name] = value


def _value(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value[:1] == "[" and value[-1:] == "]" and value[:2] != "[[":
        return [_scalar(part) for part in value[1:-1].split(",") if part.strip()]
    return _scalar(value)


def _scalar(value: str) -> str:
    """A value of YAML without quotation marks, a remark behind it, and the brackets of Obsidian's links."""
    value = value.strip()
    if quoted := _QUOTED.fullmatch(value.partition(" #")[0].strip()) or _QUOTED.fullmatch(value):
        inner = quoted[0][1:-1]
        value = re.sub(r"\\(.)", r"\1", inner) if quoted[0][0] == '"' else inner.replace("''", "'")
    else:
        value = value.partition(" #")[0].strip()
    return "" if value in ("null", "~") else _LINK.sub(r"\1", value)


def read_text_file(source: Source, pieces: Iterator[bytes], fields: "Fields") -> Iterator[Item]:
    """Yield the file's one article; its text is the file's below its front matter, decoded and otherwise untouched."""
    context = fields.context
    data, damage = collected(pieces, context.config.max_record_bytes)
    text = decode(data)
    if damage:
        yield Rejected(source.shown, f"byte {len(data)}", damage)
    elif text is None:
        yield Rejected(source.shown, "", "no encoding fits")
    elif reason := several_articles(text.encode(errors="replace")):
        yield Rejected(source.shown, "", reason)
    else:
        given, below = split_front_matter(text, fields.config.fields.values())
        article = text_article(below, context, source, "", identifier=source.name)
        if isinstance(article, Article):
            article = article._replace(title=headline_of(article.text))
        yield _as_given(article, given, fields, source) if given and isinstance(article, Article) else article


def _as_given(article: Article, given: dict[str, Any], fields: "Fields", source: Source) -> Article | Rejected:
    """The article with what its file says of it, which is found by the names that records have."""
    told = fields.article_of(article.text, given, source)
    if isinstance(told, Rejected):
        return told
    if told.published is None:
        told = told._replace(
            published=article.published,
            published_precision=article.published_precision,
            published_from=article.published_from or told.published_from,
        )
    named = told.url or any(squeezed(name) in _IDS for name in given)
    return told._replace(id=told.id if named else article.id, title=told.title or article.title)


_IDS: Final = frozenset(map(squeezed, ID))


def text_article(
    text: str,
    context: Context,
    source: Source,
    position: str,
    *,
    identifier: str | None = None,
    url: str | None = None,
    crawled: int | None = None,
    lang: str | None = None,
) -> Article | Rejected:
    """Return the article of a text without metadata, or why it is none."""
    read = repair(whole(text))
    if fault := text_fault(read, context.config):
        return Rejected(source.shown, position, fault)
    text = read.text
    url = with_ascii_host(url) if url else None
    byline = byline_date(text, context.dates, lang)
    published = choose([("byline", byline)], context.dates, Bounds(crawled, context.latest), lang, url)
    return Article(
        id=identifier or url or f"{source.name}#{position}",
        url=url,
        outlet=context.outlets.of_url(url) if url else None,
        title=None,
        text=text,
        lang=context.languages.code(lang),
        author=None,
        published=published.time,
        published_precision=published.precision,
        published_from=published.source,
        crawled=crawled,
        credits=(),
        file=source.shown,
        position=position,
    )


_MOST: Final = 120
"""Characters of a headline; longer lines are paragraphs."""

_BELOW: Final = 3000
"""Characters below it in which its words are looked for: the first paragraphs."""

_SHARE: Final = 0.4
"""Of a headline's words that come again; two at least. Real headlines of the samples have half to all of them."""

_HEADING: Final = re.compile(r"\s*#[ \t]+(\S.{0,300}?)[ \t]*#*[ \t]*(?:\r?\n|$)")
"""A heading of the first level, as Markdown writes it."""

_ENDS: Final = tuple(".。．।።։۔:：;；,，、")
_MENU: Final = re.compile(r"[|•·»›>/]\s|\s[|•·»›>/]|://|^\W*[-*#]")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_STEM: Final = 5
"""Letters of a word that are compared: endings differ."""


def headline_of(text: str) -> str | None:
    """Return the headline that a text begins with; None if its first line is none.

    A saved page begins with its headline, or with a menu, a notice, a dateline or the text itself. A headline is short,
    ends without a full stop, stands apart from what follows, and its words come again below it: a lead reports what its
    headline says, whereas nothing below speaks of "Skip to main content". Lists of such notices were rejected: there is
    no end to them, in any language.

    >>> headline_of("Harbour gate closes for weeks\\n\\nThe northern gate of the harbour closes for eleven weeks.")
    'Harbour gate closes for weeks'
    """
    if heading := _HEADING.match(text):
        return heading[1]
    start = text[: _MOST + _BELOW].lstrip()
    first, _, rest = start.partition("\n")
    first = first.strip()
    following, _, below = rest.partition("\n")
    if following.strip() or not below.strip():
        return None
    # A page says its headline twice, the first time behind the way to it: "Home News Harbour gate closes".
    again = below.lstrip().partition("\n")[0].strip()
    if 0 < len(again) < len(first) and first.endswith(f" {again}"):
        first = again
    if not first or len(first) > _MOST or first.endswith(_ENDS) or _MENU.search(first):
        return None
    pieces = _pieces(first)
    found = pieces & _pieces(below)
    return first if len(found) >= max(2, _SHARE * len(pieces)) else None


def _pieces(text: str) -> set[str]:
    """The beginnings of its words; of a script without spaces, its pairs of letters."""
    text = text.casefold()
    pieces = {word[:_STEM] for word in _WORD.findall(text) if not DENSE_CHARACTER.search(word)}
    for run in re.findall(rf"{DENSE_CHARACTER.pattern}{{2,}}", text):
        pieces.update(run[at : at + 2] for at in range(len(run) - 1))
    return pieces
