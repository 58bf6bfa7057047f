"""The labels of the sixty pages and texts hold, and the measure gives the figures worked out by hand."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals import cleaning
from evals.pages import labels, layouts, measure, report
from evals.records import Figure
from evals.sets import planted

DATA = cleaning.DATA / "realtimeqa"
PAGES = layouts.pages()
SPLITS = ("dev", "test")
BLOCKS = frozenset("p div br td li h1 h2 h3 h4 figcaption section article button blockquote span a b font".split())
INLINE = re.compile(r'<(?:span class="dropcap"|/?a(?: href="/topic")?|/?em|/?strong)>')
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"there is no {DATA}")

SMALL = labels.Labelled(
    name="small",
    split="dev",
    group="live",
    body=(("Cod fell.", "Prices rose."), ("Boats left.",), ("Who gains?", "Nobody.")),
    furniture=("Share this article", "Sign up now for our letter.", "Home"),
    neither=("Cod Falls", "By Ada Crake", "4 May 2026"),
)


class Visible(HTMLParser):
    """The text a reader sees, a line for each element, inline ones of a paragraph excepted."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style", "title")
        inline = tag in ("em", "strong") or ("href", "/topic") in attrs or ("class", "dropcap") in attrs
        if not inline:
            self.found.append("\n")
        if tag in ("a", "span"):
            self.open.append(inline)

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "title")
        inline = tag in ("em", "strong") or (tag in ("a", "span") and self.open.pop())
        if not inline:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(re.sub(r"\s+", " ", data))


def seen(page: layouts.Page) -> list[str]:
    encoding = "cp1252" if page.labelled.group == "tables" else "utf-8"
    parser = Visible()
    parser.feed(page.data.decode(encoding))
    return [" ".join(line.split()) for line in "".join(parser.found).split("\n") if line.strip()]


# ------------------------------------------------------------ the labels


def test_there_are_forty_pages_and_twenty_texts_half_of_them_dev() -> None:
    pages, texts = labels.rows("page"), labels.rows("doc_id")
    assert Counter(row["split"] for row in pages) == {"dev": 20, "test": 20}
    assert Counter(row["split"] for row in texts) == {"dev": 10, "test": 10}
    assert len({row["page"] for row in pages}) == 40
    assert len({row["doc_id"] for row in texts}) == 20


def test_each_layout_has_two_pages_of_each_split_and_each_way_some() -> None:
    pages = labels.rows("page")
    files = sorted(file.stem for file in (layouts.FOLDER / "templates").glob("*.html"))
    assert len(files) == 10
    assert Counter((row["layout"], row["split"]) for row in pages) == {
        (name, split): 2 for name in files for split in ("dev", "test")
    }
    ways = Counter(row["way"] for row in pages)
    assert ways == {"jsonld": 10, "meta": 8, "visible": 6, "url": 6, "both": 5, "none": 5}


def test_the_pages_are_those_that_the_rule_chooses() -> None:
    split = {row["story"]: row["split"] for row in planted.rows(planted.QUESTIONS)}
    plants: defaultdict[str, set[str]] = defaultdict(set)
    for row in planted.rows(planted.TRUTH):
        plants[row["kind"]] |= {doc_id.rpartition("-")[0] for doc_id in row["doc_ids"]}
    ordered: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for told in sorted(labels.stories(), key=lambda told: hashlib.sha256(told.name.encode()).hexdigest()):
        folder, _, file = told.name.partition("/")
        if file not in plants["hostile"]:
            kind = "copy" if file in plants["copies"] else told.fields["kind"]
            ordered[split[folder], kind].append(told.name)
    wanted = {"live": 3, "interview": 3, "opinion": 3, "copy": 5, "news": 6}
    chosen = [name for half in ("dev", "test") for kind, n in wanted.items() for name in ordered[half, kind][:n]]
    assert [row["page"] for row in labels.rows("page")] == chosen


@pytest.mark.parametrize("row", labels.rows("page"), ids=lambda row: row["page"])
def test_the_articles_are_those_that_were_labelled(row: dict[str, object]) -> None:
    assert labels.story(str(row["page"])).digest == row["sha256"]


@needs_data
def test_the_texts_are_those_that_the_rule_draws_and_that_were_labelled() -> None:
    lines = (DATA / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = sorted(map(json.loads, lines), key=lambda row: row["doc_id"])
    draw, drawn = random.Random(20), list[str]()
    for publisher, n in {"usatoday.com": 9, "cnn.com": 6, "theweek.co.uk": 5}.items():
        own = [row for row in articles if row["publisher"] == publisher and 100 <= len(row["text"].split()) <= 1500]
        drawn += [row["doc_id"] for row in draw.sample(own, n)]
    assert [labelled.name for labelled, _ in labels.texts(DATA)] == drawn
    assert sum(len(labelled.furniture) for labelled, _ in labels.texts(DATA)) == 71
    assert [labelled.name for labelled, _ in labels.texts(DATA) if not labelled.furniture] == [
        "rtqa-7a4189db96bafb5b",
        "rtqa-09a301787019f156",
        "rtqa-6d7e5a060218fad2",
    ]


def test_another_text_than_the_labelled_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text('{"doc_id": "rtqa-480c45b0eb8c407d", "text": "Another."}\n')
    with pytest.raises(labels.LabelError) as error:
        labels.texts(tmp_path)
    assert str(error.value) == (
        "rtqa-480c45b0eb8c407d: not the text that was labelled; restore articles.jsonl or label it anew"
    )


def test_sentences_are_numbered_over_the_lines_of_a_text() -> None:
    assert labels.numbered("One.  Two?\n\n \nThree\n") == [("One.", "Two?"), ("Three",)]


def test_what_cannot_be_seen_is_squeezed_out() -> None:
    assert labels.squeeze(" the\u200b e\u0301tude\n of\u00a0 cod ") == "the \u00e9tude of cod"


# ------------------------------------------------------------ the pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.labelled.name)
def test_a_page_has_every_paragraph_of_the_body_exactly_once(page: layouts.Page) -> None:
    wanted = Counter(" ".join(paragraph) for paragraph in page.labelled.body)
    lines = Counter(line for line in seen(page) if line in wanted)
    assert lines == wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.labelled.name)
def test_a_page_has_all_of_its_furniture_and_no_body_among_it(page: layouts.Page) -> None:
    text = " ".join(seen(page))
    assert [furniture for furniture in page.labelled.furniture if furniture not in text] == []
    assert set(page.labelled.furniture) & set(page.labelled.sentences) == set()
    assert len(page.labelled.furniture) >= 15


def test_no_furniture_written_for_the_dev_pages_stands_on_a_test_page() -> None:
    own = {paragraph for told in labels.stories() for paragraph in told.paragraphs} | {"Opinion"}  # the section, too
    slots = json.loads((layouts.FOLDER / "furniture.json").read_text(encoding="utf-8"))
    written = {text for texts in slots.values() for text in texts} - own
    lines = {split: {line for page in PAGES if page.labelled.split == split for line in seen(page)} for split in SPLITS}
    placed = {split: {text for text in written if text in lines[split]} for split in SPLITS}
    assert placed["dev"] & placed["test"] == set()
    assert min(map(len, placed.values())) >= 60


def test_the_pages_are_the_same_each_time() -> None:
    assert layouts.pages() == PAGES
    digest = hashlib.sha256(b"".join(page.data for page in PAGES)).hexdigest()
    assert digest[:16] == "d4d96dbf1aa1ba48"


def test_what_is_right_on_a_page_follows_from_how_it_tells_it() -> None:
    truth = {page.labelled.name: page.truth for page in PAGES}
    zone = timezone(timedelta(hours=1))
    assert truth["tarrow/live-polling-day"] == {
        "title": ("Polling Day in the Isles, As It Happened",),
        "publisher": ("Channel Nine Lowmark",),
        "authors": (("Channel Nine newsroom",),),
        "published_at": (datetime(2026, 5, 14, 10, 9, tzinfo=zone),),
        "updated_at": (datetime(2026, 5, 15, 12, 9, tzinfo=zone),),
        "kind": ("live",),
        "url": ("https://channel-nine-lowmark.example/tarrow/live-polling-day",),
    }
    assert truth["mask/the-mask-and-the-money"] == {
        "title": ("The mask and the money: a three-year loan, a fat premium and an old bill",),
        "publisher": ("Ostrand Ledger", ""),
        "authors": (("Fenno Aldersey",), ()),
        "published_at": (None,),
        "updated_at": (None,),
        "kind": ("news", "unknown"),
    }


# ------------------------------------------------------------ the measure


def test_a_perfect_cleaner() -> None:
    told = ["Cod  Falls", "By Ada Crake, 4 May 2026", "Cod fell. Prices\nrose.", "Boats left.", "Who gains? Nobody."]
    assert measure.compare(SMALL, told) == measure.Comparison((), (), 0, 1.0, 1.0, 1.0)
    assert measure.compare(SMALL, told).whole


def test_a_broken_cleaner() -> None:
    told = [
        "Cod fell. Prices",  # a paragraph border within a sentence
        "rose. Boats left. Who gains?",  # two paragraphs joined
        "Share this article",
        "Nobody. Nobody. Sign up now for our letter.",  # told twice, and furniture at the end of a paragraph
    ]
    found = measure.compare(SMALL, told)
    assert found.lost == ("Prices rose.",)
    assert found.extra == ("Prices", "rose.", "Share this article", "Nobody.", "Sign up now for our letter.")
    assert found.through == 2
    assert found.precision == 4 / 9
    assert found.recall == 4 / 5
    assert found.apart == 0 / 1  # the border before "Boats left." has lost its words
    assert not found.whole


def test_furniture_joined_to_a_sentence_is_told_and_the_sentence_is_kept() -> None:
    found = measure.compare(SMALL, ["Cod fell. Prices rose.", "Share this article Boats left.", "Who gains? Nobody."])
    assert (found.lost, found.extra, found.through) == ((), ("Share this article Boats left.",), 1)
    assert (found.precision, found.recall, found.apart) == (4 / 5, 1.0, 1.0)


def test_a_cleaner_that_gives_nothing() -> None:
    found = measure.compare(SMALL, [])
    assert (found.precision, found.recall, found.apart, found.through, found.whole) == (0.0, 0.0, 0.0, 0, False)


def test_short_furniture_within_a_word_or_a_sentence_is_not_told() -> None:
    assert measure.compare(SMALL, ["Homely.", "Go Home now."]).through == 0
    assert measure.compare(SMALL, ["Home"]).through == 1


@pytest.mark.parametrize(
    ("name", "told", "accepted", "right"),
    [
        ("title", "Cod  falls", ("Cod Falls",), True),
        ("title", "Cod Falls | Post", ("Cod Falls",), False),
        ("authors", ("B. Roe", "Ada Crake"), (("Ada Crake", "B. roe"),), True),
        ("authors", (), (("Ada Crake",),), False),
        ("authors", (), (("Ada Crake",), ()), True),
        ("published_at", date(2026, 5, 4), (datetime(2026, 5, 4, 9, tzinfo=timezone.utc),), True),
        ("published_at", datetime(2026, 5, 4, 8), (datetime(2026, 5, 4, 9, tzinfo=timezone.utc),), False),
        ("published_at", datetime(2026, 5, 4, 9), (datetime(2026, 5, 4, 9, tzinfo=timezone.utc),), True),
        ("published_at", None, (date(2026, 5, 4),), False),
        ("updated_at", None, (None, date(2026, 5, 4)), True),
        ("updated_at", date(2026, 5, 5), (None,), False),
    ],
)
def test_whether_a_field_is_right(name: str, told: object, accepted: tuple[object, ...], right: bool) -> None:
    assert measure.right(name, told, accepted) is right


def test_a_field_that_a_system_does_not_know_is_not_counted() -> None:
    truth = {"title": ("Cod Falls",), "kind": ("news",)}
    assert measure.fields_right({"title": "Cod falls", "url": ""}, truth) == {"title": True}


# ------------------------------------------------------------ figures and tables


def told(name: str, split: str, paragraphs: list[str], title: str) -> report.Result:
    labelled = labels.Labelled(name, split, "live", SMALL.body, SMALL.furniture, SMALL.neither)  # type: ignore[arg-type]
    fields = measure.fields_right({"title": title}, {"title": ("Cod Falls",)})
    return report.Result(labelled, measure.compare(labelled, paragraphs), fields, {"title": title})


BODY = ["Cod fell. Prices rose.", "Boats left.", "Who gains? Nobody."]
RESULTS = [told("one", "dev", BODY, "Cod Falls"), told("two", "dev", [*BODY[:2], "Home"], "Cod")]


def test_figures_are_means_over_pages() -> None:
    table = report.tabulate({"Footnote": [*RESULTS, told("three", "test", BODY, "Cod Falls")]}, "pages")
    assert list(table) == ["pages, all", "pages, dev", "pages, test", "live"]
    own = table["pages, dev"]["Footnote"]
    assert own["precision"] == Figure((1 + 3 / 4) / 2, 2, 3 / 4, 1.0)
    assert own["recall"] == Figure((1 + 3 / 5) / 2, 2, 3 / 5, 1.0)
    assert own["through"] == Figure(0.5, 2, 0.0, 1.0)
    assert own["whole"] == Figure(0.5, 2, 0.0, 1.0)
    assert own["title"] == Figure(0.5, 2, 0.0, 1.0)
    assert table["pages, all"]["Footnote"]["recall"].n == 3


def test_the_tables() -> None:
    table = report.tabulate({"Footnote": RESULTS}, "pages")
    titles = {"precision": "Body precision", "through": "Furniture"}
    assert report.markdown({"pages, all": table["pages, all"]}, titles, "Of") == [
        "| Of | System | n | Body precision | Furniture |",
        "| --- | --- | --- | --- | --- |",
        "| pages, all | Footnote | 2 | 0.875 (0.750–1.000) | 0.5 (0.0–1.0) |",
    ]
    assert report.of_fields({"pages, all": table["pages, all"]})[2] == "| title | 0.500 (0.000–1.000), n 2 |"


def test_errors_are_told_of_the_dev_split_only_and_worst_first() -> None:
    lines = report.errors([*RESULTS, told("three", "test", [], "")])
    assert lines == [
        "\n### two (live)\n",
        "- body lost: Who gains?",
        "- body lost: Nobody.",
        "- told, no body sentence: Home",
        "- title wrong: 'Cod'",
    ]


# ------------------------------------------------------------ what reads them


def test_a_text_as_it_is_has_a_paragraph_a_line() -> None:
    assert cleaning.as_it_is(b'{"text": "One.\\n\\nTwo.\\n"}', "").paragraphs == ("One.", "Two.")


def test_trafilatura_reads_a_page_with_its_metadata() -> None:
    page = next(page for page in PAGES if page.labelled.group == "semantic")
    found = cleaning.by_trafilatura(page.data, "")
    assert found.fields["title"] == "After Twelve Years, Landfast Is Out"
    assert found.fields["published_at"] == date(2026, 5, 16)
    assert measure.compare(page.labelled, found.paragraphs).recall == 1.0


def test_the_product_reads_a_page_as_a_sync_does() -> None:
    page = next(page for page in PAGES if page.labelled.group == "semantic")
    found = cleaning.product(page.data, "page.html")
    assert found.error == ""
    assert found.fields["title"] == "After Twelve Years, Landfast Is Out"
    assert measure.compare(page.labelled, found.paragraphs).recall == 1.0


def test_what_the_product_cannot_read_is_told_as_nothing_with_the_reason() -> None:
    found = cleaning.product(b"", "page.html")
    assert found.paragraphs == ()
    assert found.error
    assert set(found.fields) == set(report.FIELDS)
