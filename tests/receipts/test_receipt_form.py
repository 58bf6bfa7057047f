"""A receipt comes back from JSON as it was, whatever is in it; anything else is one sentence that says why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, get_args

import pytest
from fake_assistant import about_the_ban, hostile, refusal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import ReceiptUnreadable
from rag.receipts.form import FIELDS, digest, to_dict, to_json
from rag.receipts.markdown import parts, readable, to_markdown
from rag.receipts.parse import from_json
from rag.receipts.receipt import Compared, Comparison, Quoted, Receipt, Said, receipt_of, sha256
from rag.records import ArticleInfo, Kind, Sentence, Source, Status, Support

if TYPE_CHECKING:
    from collections.abc import Callable

# ------------------------------------------------------------ exactly

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    [
        "```\n```json footnote-receipt\n{}\n```",
        "</pre><script>",
        "\x1b[31m",
        "\x7f\x85\u2028\ufeff",
        "# h",
        "1. x",
        "---",
    ]
)
WHEN = st.dates() | st.datetimes(timezones=st.just(timezone.utc)) | st.none()
PLACE = st.integers(0, 10**6).flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, start + 10**6)))


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    infos = draw(
        st.lists(
            st.builds(
                ArticleInfo, doc_id=TEXT, title=TEXT, url=TEXT, publisher=TEXT, content_hash=TEXT,
                authors=st.lists(TEXT, max_size=2).map(tuple), published_at=WHEN, updated_at=WHEN,
                kind=st.sampled_from(get_args(Kind)),
            ),
            min_size=1, max_size=3, unique_by=lambda info: info.doc_id,
        )
    )  # fmt: skip
    doc_ids = st.sampled_from([info.doc_id for info in infos])
    number = st.integers(0, 10**9)

    def quoted() -> st.SearchStrategy[tuple[Quoted, ...]]:
        made = st.tuples(doc_ids, number, PLACE, TEXT).map(lambda q: Quoted(q[0], q[1], *q[2], q[3], sha256(q[3])))
        return st.lists(made, max_size=2).map(tuple)

    said = st.builds(Said, TEXT, st.sampled_from(get_args(Support)), TEXT, quoted())
    compared = quoted().flatmap(
        lambda cited: st.builds(
            Compared, st.sampled_from(get_args(Comparison)), TEXT,
            st.just(()) | st.tuples(*[TEXT] * len(cited)), st.just(cited),
        )
    )  # fmt: skip
    evidence = st.tuples(doc_ids, number, PLACE, TEXT).map(lambda s: Sentence(s[0], s[1], *s[2], s[3]))
    filters: dict[str, st.SearchStrategy[Any]] = {"as_of": TEXT, "published_after": TEXT, "any_time": st.booleans()}
    filters["publishers"] = st.lists(TEXT, max_size=3).map(tuple)
    texts: Any = {name: draw(TEXT) for name in ("package", "question", "query", "refusal", "model", "config")}
    made = Receipt(
        answered_at=draw(st.datetimes(timezones=st.just(timezone.utc)) | st.none()),
        **texts,
        generation=draw(TEXT),
        filters=draw(st.fixed_dictionaries({}, optional=filters)),
        as_of=draw(st.dates()),
        status=draw(st.sampled_from(get_args(Status))),
        articles=tuple(Source(draw(number), info, draw(st.booleans())) for info in infos),
        sentences=tuple(draw(st.lists(said, max_size=3))),
        compared=tuple(draw(st.lists(compared, max_size=2))),
        evidence=tuple(draw(st.lists(evidence, max_size=3))),
    )
    return replace(made, digest=digest(made))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(receipts())
def test_a_receipt_comes_back_as_it_was(receipt: Receipt) -> None:
    text = to_json(receipt)
    assert from_json(text) == receipt
    assert to_json(from_json(text)) == text
    assert digest(from_json(text)) == receipt.digest
    above, block = parts(to_markdown(receipt))
    assert from_json(block) == receipt
    assert above.split() == readable(receipt).split()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(receipts(), st.data())
def test_whatever_is_changed_changes_the_digest(receipt: Receipt, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name in FIELDS if name not in ("format", "digest")]))
    other = data.draw(receipts().filter(lambda other: to_dict(other)[name] != to_dict(receipt)[name]))
    attribute: Any = {name: getattr(other, name)}
    assert digest(replace(receipt, **attribute)) != receipt.digest


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_broken_json_is_one_sentence_and_never_another_error(data: st.DataObject) -> None:
    text = to_json(receipt_of(about_the_ban("Does it stay?", {})))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(start + 20, len(text))))
    junk = data.draw(st.text('{}[]",:0123456789-.eE\\untrfalse \x00`', max_size=6))
    try:
        found = from_json(text[:start] + junk + text[end:])
    except ReceiptUnreadable as error:
        assert "\n" not in str(error)
    else:
        assert to_json(found)


# ------------------------------------------------------------ of an answer


def test_a_receipt_of_an_answer_has_all_that_was_cited() -> None:
    answer = replace(about_the_ban("Does it stay?", {}), generation="g1", config_digest="c1", answered_at=None)
    receipt = receipt_of(answer, {"as_of": date(2026, 3, 1), "publishers": ["Morning Ledger"], "any_time": False})
    assert receipt.filters == {"as_of": "2026-03-01", "publishers": ("Morning Ledger",)}
    assert [said.text for said in receipt.sentences] == [item.text for item in answer.sentences]
    first = receipt.sentences[0].citations[0]
    assert (first.quote, first.sha256) == (answer.sentences[0].citations[0].quote, sha256(first.quote))
    assert [(item.kind, item.values) for item in receipt.compared] == [
        ("disagreement", ("would smooth", "is not needed"))
    ]
    assert (receipt.model, receipt.generation, receipt.config) == ("qwen2.5-1.5b", "g1", "c1")
    assert from_json(to_json(receipt)) == receipt


@pytest.mark.parametrize("answer", [hostile("<b>?</b>"), refusal("Rain?")], ids=["hostile", "refused"])
def test_hostile_answers_and_refusals_come_back(answer: Any) -> None:
    receipt = receipt_of(answer)
    assert from_json(to_json(receipt)) == receipt
    above, block = parts(to_markdown(receipt))
    assert from_json(block) == receipt
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("commonmark", {"html": True}).render(above)
    assert not any(sign in rendered for sign in ("<script", "<img", "<a ", "<strong", "<style"))


def test_what_a_model_wrote_in_half_characters_can_be_saved() -> None:
    answer = about_the_ban("Does it stay?", {})
    receipt = receipt_of(replace(answer, sentences=(replace(answer.sentences[0], text="half \ud83d"),)))
    assert receipt.sentences[0].text == "half ?"
    to_json(receipt).encode()


# ------------------------------------------------------------ strictly

VALID = to_dict(receipt_of(about_the_ban("Does it stay?", {})))


def put(data: Any, *path: Any) -> None:
    """Put the last of the path at the place that the others lead to."""
    *places, last, value = path
    for place in places:
        data = data[place]
    data[last] = value


def cut(data: Any, *path: Any) -> None:
    *places, last = path
    for place in places:
        data = data[place]
    del data[last]


CITATION = ("sentences", 0, "citations", 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: cut(d, "query"), "the field query is missing"),
        (lambda d: cut(d, "sentences", 1, "check"), "the field sentences[1].check is missing"),
        (lambda d: cut(d, *CITATION, "sha256"), "the field sentences[0].citations[1].sha256 is missing"),
        (lambda d: put(d, "mood", "good"), "it has a field 'mood' that a receipt does not have"),
        (lambda d: put(d, "filters", {"colour": 1}), "filters has a field 'colour' that a receipt does not have"),
        (lambda d: put(d, "question", 5), "question is 5, not text"),
        (lambda d: put(d, "question", None), "question is null, not text"),
        (lambda d: put(d, "question", "x" * 50_001), "question has 50001 characters; 50000 are read at most"),
        (lambda d: put(d, "sentences", 0, "text", "x" * 5001),
         "sentences[0].text has 5001 characters; 5000 are read at most"),
        (lambda d: put(d, *CITATION, "quote", "x" * 15_001),
         "sentences[0].citations[1].quote has 15001 characters; 15000 are read at most"),
        (lambda d: put(d, "question", "\ud800"), "question holds half a character, which is no text"),
        (lambda d: put(d, "sentences", {}), "sentences is an object, not a list"),
        (lambda d: put(d, "sentences", 0, "x\x1b"), "sentences[0] is 'x\\x1b', not an object"),
        (lambda d: put(d, "evidence", [0] * 1001), "evidence has 1001 items; 1000 are read at most"),
        (lambda d: put(d, "status", "sure"), "status is 'sure', not one of answered, partly_answered, not_in_corpus, "
         "outside_dates, ambiguous, out_of_scope"),
        (lambda d: put(d, *CITATION, "start", True), "sentences[0].citations[1].start is true, not a whole number"),
        (lambda d: put(d, *CITATION, "start", 1.0), "sentences[0].citations[1].start is 1.0, not a whole number"),
        (lambda d: put(d, *CITATION, "start", -1),
         "sentences[0].citations[1].start is -1, outside 0 to 1000000000"),
        (lambda d: put(d, *CITATION, "end", 10**30),
         "sentences[0].citations[1].end is a number of more than 20 digits, outside 0 to 1000000000"),
        (lambda d: d["sentences"][0]["citations"][1].update(start=7, end=0),
         "sentences[0].citations[1] goes from 7 to 0, which is no stretch of a text"),
        (lambda d: put(d, *CITATION, "doc_id", "x"),
         "sentences[0].citations[1] is of 'x', which is not among the articles"),
        (lambda d: put(d, *CITATION, "sha256", "AB"),
         "sentences[0].citations[1].sha256 is 'AB', not a sha256 of 64 hex digits"),
        (lambda d: put(d, "articles", 1, "doc_id", d["articles"][0]["doc_id"]), "articles names one article twice"),
        (lambda d: put(d, "articles", 0, "used", 1), "articles[0].used is 1, not true or false"),
        (lambda d: put(d, "articles", 0, "published_at", "soon"),
         "articles[0].published_at is 'soon', not a day such as 2024-12-31 or a time in UTC"),
        (lambda d: put(d, "articles", 0, "published_at", "2024-12-31T10:00:00"),
         "articles[0].published_at is '2024-12-31T10:00:00', not a day such as 2024-12-31 or a time in UTC"),
        (lambda d: put(d, "answered_at", "2024-12-31"), "answered_at is '2024-12-31', a day without a time"),
        (lambda d: put(d, "as_of", None), "as_of is not a day"),
        (lambda d: put(d, "compared", 0, "values", ["a"]), "compared[0] has 1 values for 2 citations"),
        (lambda d: put(d, "format", "footnote-receipt/2"),
         "it is a receipt of version 2, this program reads version 1; use a newer Footnote"),
        (lambda d: put(d, "format", "footnote-receipt/0"),
         "its format is 'footnote-receipt/0', not 'footnote-receipt/1'"),
        (lambda d: put(d, "format", ["x"]), "its format is a list, not 'footnote-receipt/1'"),
        (lambda d: cut(d, "format"),
         "it is JSON, but no receipt, which has a field format with 'footnote-receipt/1'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(change: Callable[[Any], object], message: str) -> None:
    data = json.loads(json.dumps(VALID))
    change(data)
    with pytest.raises(ReceiptUnreadable) as caught:
        from_json(json.dumps(data))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "it is not JSON: Expecting property name enclosed in double quotes in line 1"),
        ("[" * 100_000, "it is nested too deeply to be a receipt"),
        ("[" + "1" * 5000 + "]", "it is not JSON that can be read: a number in it has too many digits"),
        ('{"format": NaN}', "it is not JSON: NaN is no number"),
        ('{"format": "a", "format": "b"}', "it has the field 'format' twice in one place"),
        ("[]", "it is JSON, but no receipt, which has a field format with 'footnote-receipt/1'"),
    ],
)
def test_what_is_no_receipt_at_all(text: str, message: str) -> None:
    with pytest.raises(ReceiptUnreadable) as caught:
        from_json(text)
    assert str(caught.value) == message


def test_the_digest_is_that_of_the_canonical_json() -> None:
    import hashlib

    data = {name: value for name, value in VALID.items() if name != "digest"}
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"))
    assert VALID["digest"] == hashlib.sha256(canonical.encode("ascii")).hexdigest()


def test_a_time_with_another_zone_stays_itself() -> None:
    data = json.loads(json.dumps(VALID))
    when = datetime(2024, 3, 8, 10, tzinfo=timezone(timedelta(hours=9)))
    data["articles"][0]["published_at"] = when.isoformat()
    assert from_json(json.dumps(data)).articles[0].article.published_at == when
