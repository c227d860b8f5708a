"""The pages as HTML: templates filled with autoescaping, under a policy that allows our own script and style alone."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from dedup.export.report import chain, dates, overview, pair, sentences, svg, timeline
from dedup.tables import shown_language_names

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_HERE: Final = "dedup.export.report"
_REFERRER: Final = "same-origin"
"""Of a server's pages: other sites learn nothing, and a form names its origin, by which strangers are refused. (With
`no-referrer` a browser sends `Origin: null`.)"""


_METHODS: Final = frozenset(dir(dict))


@cache
def environment() -> "Environment":
    """Return the templates, and what they may call."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from jinja2.compiler import CodeGenerator
    from markupsafe import Markup, escape

    class AtOnce(CodeGenerator):
        """Has a page's values made visible and escaped by one call, `shown`, in place of two, half a million times a
        report. A Jinja that writes its calls otherwise makes the two: `finalize`, then `escape`."""

        def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
            self.write("environment.shown(" + "(" * (finalize.src is not None))

    class RowsFirst(Environment):
        """Finds the field of a row at once: `row.name` would fail as an attribute first, thousands of times a page. A
        method of a row stays one, whatever its fields are called."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if type(obj) is dict and attribute in obj and attribute not in _METHODS:
                return obj[attribute]
            return super().getattr(obj, attribute)

        code_generator_class = AtOnce

        @staticmethod
        def shown(value: Any) -> str:
            return svg.escaped(value) if type(value) is str else escape(value)

    made = RowsFirst(
        loader=PackageLoader(_HERE, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_shown,
    )
    # The drawings are markup: `svg.py` escapes all that it is given.
    made.globals |= {
        "timeline": lambda story: Markup(timeline.timeline(story)),
        "chain": lambda story: Markup(chain.chain(story)),
        "share_bar": lambda parts, label: Markup(overview.share_bar(parts, label)),
        "sentences": sentences,
        "called": sentences.called,
        "align": pair.align,
        "link_words": chain.link_words,
        "roles": overview.ROLES,
        "verdicts": sentences.VERDICTS,
        "language": language,
    }
    made.filters |= {
        "web": web_address,
        "address": urlencode,
        "date": lambda row: dates.in_words(row["published"], row["published_precision"]),
        "found_in": dates.found_in,
        "language": language,
        "when": lambda published: dates.in_words(published, None),
        "lag": dates.lag,
        "drawn": Markup,
        "attribute": lambda html: Markup(html.replace("&", "&amp;").replace('"', "&quot;")),
        "percent": lambda share: "" if share is None else f"{share:.0%}",
        "count": lambda number: f"{number:,}",
    }
    # Once: a template that imports a macro would load it anew for every page.
    made.globals["listed"] = made.get_template("reasons.html").module.listed  # type: ignore[attr-defined]
    return made


def _shown(value: Any) -> Any:
    """Text without what no page should hold: control characters, and marks that turn the text after them."""
    return svg.visible(value) if type(value) is str else value


def web_address(url: str | None) -> str | None:
    """Return `url` if a browser may follow it: nothing but http and https.

    >>> web_address("javascript:alert(1)"), web_address("https://harbourpost.example/1")
    (None, 'https://harbourpost.example/1')
    """
    return url if url and _WEB.match(url) else None


_WEB: Final = re.compile(r"[ \t\r\n]*https?://[^/?#\s]", re.IGNORECASE)


@cache
def language(code: str) -> str:
    """Return a language's English name with its code."""
    name = shown_language_names().get(code)
    return f"{name} ({code})" if name else code or "no language known"


@cache
def asset(name: str) -> str:
    """Return the style sheet or the script."""
    return files(_HERE).joinpath("static", name).read_text(encoding="utf-8")


@cache
def policy(forms: str = "'none'") -> str:
    """Return the Content-Security-Policy: nothing but the script and the style whose hashes these are, and pictures
    that the page makes itself (a drawing on its way to a PNG file). `forms` is where forms may be sent."""
    return (
        f"default-src 'none'; script-src '{_digest(asset('report.js'))}'; style-src '{_digest(asset('report.css'))}'; "
        "img-src data: blob:; base-uri 'none'; " + f"form-action {forms}"
    )


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def page_headers() -> dict[str, str]:
    """Return headers of a page of a server: what its policy says, and nobody frames it."""
    return {
        "Content-Security-Policy": policy("'self'") + "; frame-ancestors 'none'",
        "Referrer-Policy": _REFERRER,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def render_page(template: str, settings: Mapping[str, Any], **values: Any) -> str:
    """Return a page of its own, for a server: its links are addresses under `/`."""
    from dedup import __version__

    return (
        environment()
        .get_template(template)
        .render(
            **common("'self'", _REFERRER),
            version=__version__,
            settings=settings_name(settings),
            story_href=lambda story: f"/story/{quote(story)}",
            pair_href=lambda story, number: pair_address(values["pairs"][number - 1]),
            home_href="/",
            buttons=True,
            legend=True,
            **values,
        )
    )


def pair_address(pair: Mapping[str, Any]) -> str:
    """Return where a server shows a pair."""
    return "/pair?" + urlencode({"a": pair["a"]["id"], "b": pair["b"]["id"]})


def common(forms: str = "'none'", referrer: str = "no-referrer") -> dict[str, Any]:
    """Return what every page needs."""
    from markupsafe import Markup

    return {
        "policy": policy(forms),
        "referrer": referrer,
        "style": Markup(asset("report.css")),
        "script": Markup(asset("report.js")),
        "looks": json_block(svg.LOOKS),
    }


def json_block(value: object) -> "Markup":
    """Return `value` as JSON for a script block that is not run: nothing in it can end the block."""
    import orjson
    from markupsafe import Markup

    text = orjson.dumps(value).decode()
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def settings_name(settings: Mapping[str, Any]) -> str:
    """Return a short name of settings: equal for equal ones."""
    import orjson

    # An archive keeps its settings as JSON, where tuples are lists and keys are texts.
    plain = orjson.dumps(orjson.loads(orjson.dumps(settings)), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(plain).hexdigest()[:12]
