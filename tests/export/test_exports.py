"""The forms for other programs: read by the libraries of those, and saying what the files say."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.cli.commands.export import FORMATS_HELP
from dedup.cli.program import app
from dedup.export import FILES, FORMATS, rows
from dedup.export.graphml import _id as node_id
from dedup.export.values import local_name, urn
from dedup.jobs.run import export_again

runner = CliRunner()
ALL = ",".join(FORMATS)
NASTY = [
    '=HYPERLINK("http://x.example","y")',
    "+1 & <script>alert(1)</script> ]]> \"quoted\" 'n' %41",
    "-\x01\x08\x0b\ufffe\uffff\x7f\x85 \u2028 \U0001f9ad",
    "@الميناء/القناة:1?#[]",
    "\t=tab\r\nline",
    "港口_~北门.-",
    "＝1+1",
]
WORDS = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One story whose articles are called things that files must not be called by."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {"id": name, "outlet": name, "title": name, "url": f"https://x.example/{n}?{name}", "text": f"{WORDS} {name}"}
        for n, name in enumerate(NASTY)
    ]
    rows.append({"id": "credited", "text": f"LONDON, May 3 (Reuters) - {WORDS}", "published": "2025-05"})
    (folder / "dump.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return Ran(folder / "out", dedup.run([str(folder / "dump.jsonl")], folder / "out"))


@pytest.fixture(scope="module", params=["ran", "hostile"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Every form of a run; its files are those of the run, so they are compared with themselves."""
    run: Ran = request.getfixturevalue(request.param)
    out = tmp_path_factory.mktemp("exported")
    with dedup.Archive.open(run.archive) as archive:
        export_again(archive, out, formats=[*FORMATS])
    for name in FORMATS["jsonl"].files:
        assert (out / name).read_bytes() == (run.out / name).read_bytes()
    return Ran(out, run.summary)


def test_the_engine_writes_the_lines_that_python_would(exported: Ran, request: pytest.FixtureRequest) -> None:
    run: Ran = request.getfixturevalue(request.node.callspec.params["exported"])
    with dedup.Archive.open(run.archive) as archive:
        for name in FORMATS["jsonl"].files:
            written = (exported.out / name).read_bytes().splitlines()
            # The engine writes \u000B where orjson writes \u000b.
            assert [orjson.dumps(orjson.loads(line)) for line in written] == [*map(orjson.dumps, rows(archive, name))]
            assert all(len(line) == len(orjson.dumps(orjson.loads(line))) for line in written)


def test_help_names_every_format() -> None:
    assert sorted(shown.partition(" ")[0] for shown in FORMATS_HELP.split(", ")) == sorted(FORMATS)


def test_the_hostile_story_is_one(hostile: Ran) -> None:
    (story,) = hostile.rows("stories.jsonl")
    assert len(story["articles"]) == len(NASTY) + 1
    assert {row["id"] for row in hostile.rows("articles.jsonl")} >= set(NASTY) - {NASTY[4]}


def test_prov_is_read_by_the_prov_library_and_goes_round(exported: Ran) -> None:
    from prov.model import ProvAgent, ProvDerivation, ProvDocument, ProvEntity, ProvGeneration

    document = ProvDocument.deserialize(str(exported.out / "dedup.prov.json"), format="json")
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert document == again
    entities = {str(entity.identifier): entity for entity in document.get_records(ProvEntity)}
    articles = exported.rows("articles.jsonl")
    for row in articles:
        entity = entities["dedup:" + local_name("article", row["id"])]
        assert list(entity.get_attribute("dedup:id")) == [row["id"]]
    outlets = {row["outlet"] for row in articles} - {None}
    assert {str(agent.identifier) for agent in document.get_records(ProvAgent)} == {
        "dedup:" + local_name("outlet", outlet) for outlet in outlets
    }
    moments = [row for row in articles if row["published_precision"] in ("second", "minute")]
    assert len(list(document.get_records(ProvGeneration))) == len(moments)
    links = {}
    for derivation in document.get_records(ProvDerivation):
        child, parent = (str(value) for _, value in derivation.formal_attributes[:2])
        assert child in entities
        assert parent in entities
        links[child, parent] = derivation
    expected = exported.rows("links.jsonl")
    assert len(links) == len(expected)
    for link in expected:
        above = local_name("article", link["parent"]) if link["parent"] else local_name("source", link["source"])
        derivation = links["dedup:" + local_name("article", link["child"]), f"dedup:{above}"]
        assert list(derivation.get_attribute("dedup:confidence")) == [link["confidence"]]
        types = {str(kind) for kind in derivation.get_asserted_types()}
        quoted = {"prov:Quotation"} if link["kind"] == "copy" else set()
        assert types == (quoted if link["parent"] else {"prov:PrimarySource"})
        evidence = [json.loads(one) for one in derivation.get_attribute("dedup:evidence")]
        assert sorted(map(str, evidence)) == sorted(map(str, link["evidence"]))


def test_jsonld_is_linked_data(exported: Ran) -> None:
    import rdflib

    graph = rdflib.Graph().parse(str(exported.out / "dedup.jsonld"), format="json-ld")
    schema, ours = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("urn:dedup:")
    articles = set(graph.subjects(rdflib.RDF.type, schema.NewsArticle))
    rows = exported.rows("articles.jsonl")
    assert articles == {rdflib.URIRef(urn("article", row["id"])) for row in rows}
    for row in rows:
        dates = [str(date) for date in graph.objects(rdflib.URIRef(urn("article", row["id"])), schema.datePublished)]
        assert dates == ([row["published"]] if row["published"] else [])
    organisations = set(graph.subjects(rdflib.RDF.type, schema.NewsMediaOrganization))
    for link in exported.rows("links.jsonl"):
        child = rdflib.URIRef(urn("article", link["child"]))
        name = schema.isBasedOn if link["parent"] else schema.sourceOrganization
        (role,) = graph.objects(child, name)
        (value,) = graph.objects(role, name)
        above = urn("article", link["parent"]) if link["parent"] else urn("source", link["source"])
        assert str(value) == above
        assert value in (articles if link["parent"] else organisations)
        assert [float(str(said)) for said in graph.objects(role, ours.confidence)] == [link["confidence"]]
        (evidence,) = graph.objects(role, ours.evidence)
        assert json.loads(str(evidence)) == link["evidence"]
        translated = list(graph.objects(child, schema.translationOfWork))
        assert len(translated) == (link["kind"] == "translation")
        cues = {one["words"] for one in link["evidence"] if one["type"] == "cue"}
        assert {str(words) for words in graph.objects(child, schema.citation)} == cues


def test_graphml_is_a_graph(exported: Ran) -> None:
    import networkx

    graph = networkx.read_graphml(exported.out / "dedup.graphml")
    rows, links = exported.rows("articles.jsonl"), exported.rows("links.jsonl")
    sources = {link["source"] for link in links} | {name for link in links for name in link["via"]}
    sources |= {row["origin"]["source"] for row in exported.rows("stories.jsonl")}
    named = [name for name, data in graph.nodes(data=True) if data["type"] == "source"]
    assert sources - {None} <= {graph.nodes[name]["label"] for name in named}
    assert graph.number_of_nodes() == len(rows) + len(named)
    for row in rows:
        node = graph.nodes[node_id("article", row["id"])]
        assert node["keep"] is row["keep"]
        assert node["role"] == row["role"]
        if row["title"] and not re.search("[\x00-\x08\x0b\ufffe\uffff]", row["title"]):
            assert node["label"] == row["title"]
    assert graph.number_of_edges() == len(links)
    for link in links:
        above = node_id("article", link["parent"]) if link["parent"] else node_id("source", link["source"])
        edge = graph.edges[node_id("article", link["child"]), above]
        assert edge["confidence"] == link["confidence"]
        assert edge.get("kind") == link["kind"]
    root = ElementTree.parse(exported.out / "dedup.graphml").getroot()
    ids = [node.get("id") or "" for node in root.iter("{http://graphml.graphdrawing.org/xmlns}node")]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in ids)


def test_parquet_has_the_rows_of_the_files(exported: Ran) -> None:
    for name in FORMATS["jsonl"].files:
        rows = parquet.read_table(exported.out / name.replace(".jsonl", ".parquet")).to_pylist()
        for row in rows:
            if "evidence" in row:
                row["evidence"] = json.loads(row["evidence"])
        assert rows == exported.rows(name)


def test_csv_has_the_rows_of_the_files_and_no_formula(exported: Ran) -> None:
    for name in FORMATS["jsonl"].files:
        with (exported.out / name.replace(".jsonl", ".csv")).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        expected = exported.rows(name)
        assert len(rows) == len(expected)
        for row, full in zip(rows, expected, strict=True):
            assert row == {key: cell(value) for key, value in flat(full).items()}
            for value in row.values():
                assert value[:1] not in tuple("=+-@\t\r\n＝＋－＠") or re.fullmatch(r"-?[\d.]+(e-?\d+)?", value)


def flat(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {f"{name}_{inner}": one for inner, one in value.items()}
        else:
            found[name] = orjson.dumps(value).decode() if isinstance(value, list) else value
    return found


def cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    return f"'{text}" if re.match("[=+\\-@＝＋－＠\t\r\n]", text) else text


def test_every_form_is_the_same_again(ran: Ran, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        arguments = ["export", "--archive", str(ran.archive), "-o", str(tmp_path / folder), "--format", ALL]
        assert runner.invoke(app, arguments).exit_code == 0
    names = {name for form in FORMATS.values() for name in form.files}
    assert {path.name for path in (tmp_path / "one").iterdir()} == names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_document_has_the_mark_by_which_it_is_replaced(ran: Ran, tmp_path: Path, name: str) -> None:
    form, out = FORMATS[name], ["export", "--archive", str(ran.archive), "-o", str(tmp_path), "--format", name]
    assert (form.mark is None) == all(f"{Path(file).stem}.jsonl" in FILES for file in form.files)
    assert runner.invoke(app, out).exit_code == 0
    assert runner.invoke(app, [*out, "--force"]).exit_code == 0


@pytest.mark.parametrize(("formats", "code"), [("hologram", 2), ("", 2), ("csv,", 2), ("csv, graphml", 0)])
def test_formats_are_named(ran: Ran, tmp_path: Path, formats: str, code: int) -> None:
    arguments = ["export", "--archive", str(ran.archive), "-o", str(tmp_path / "out"), "--format", formats]
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == code
    if code:
        assert "the formats are jsonl, prov-json, jsonld, graphml, csv, parquet" in answer.stderr
        assert not (tmp_path / "out").exists()


def test_nothing_is_written_over_and_a_failure_leaves_what_was_there(
    ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["export", "--archive", str(ran.archive), "-o", str(tmp_path), "--format", "csv,graphml"]
    assert runner.invoke(app, [*arguments[:-1], "graphml"]).exit_code == 0
    before = (tmp_path / "dedup.graphml").read_bytes()
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == 4
    assert "dedup.graphml" in answer.stderr

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dedup.export.graphml._data", full)
    answer = runner.invoke(app, [*arguments, "--force"])
    assert answer.exit_code == 1
    assert "dedup.graphml: No space left on device" in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["dedup.graphml"]
    assert (tmp_path / "dedup.graphml").read_bytes() == before


@pytest.mark.parametrize("name_of", [local_name, node_id, urn])
@given(st.text(), st.text())
def test_no_two_names_have_one_identifier(name_of: Callable[[str, str], str], one: str, other: str) -> None:
    one, other = (text.encode("utf-8", "replace").decode() for text in (one, other))
    assert (name_of("article", one) == name_of("article", other)) == (one == other)
    assert re.fullmatch(r"[A-Za-z0-9._:%~-]+", name_of("article", one))


def test_jsonld_may_stand_in_a_page(tmp_path: Path) -> None:
    """No text of an article ends the script element that it stands in, nor opens a comment there."""
    words = "The harbour gate closes </script><script>alert(1)</script> <!-- and the lock is used until then. " * 9
    dump = tmp_path / "dump.jsonl"
    dump.write_text(
        "".join(json.dumps({"id": name, "title": words, "text": words}) + "\n" for name in ("a", "b</script>"))
    )
    assert runner.invoke(app, ["run", str(dump), "-o", str(tmp_path / "out"), "-q"]).exit_code == 0
    arguments = ["--archive", str(tmp_path / "out" / "archive.duckdb"), "-o", str(tmp_path), "--format", "jsonld"]
    assert runner.invoke(app, ["export", *arguments]).exit_code == 0
    written = (tmp_path / "dedup.jsonld").read_text(encoding="utf-8")
    assert "<" not in written
    assert {node.get("headline") for node in json.loads(written)["@graph"]} >= {words.strip()}
