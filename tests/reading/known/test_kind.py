"""The kind of an article and the rule that decided, in the order of the rules; each with what it must not take in."""

from __future__ import annotations

import pytest

from rag.reading.known.kind import kind_of
from rag.records import Kind, SourceText

BODY = ["Lee spoke to NHK in Seoul on Monday.", "He was brief."]


def decided(title: str = "Seoul waits", body: list[str] | None = None, **fields: object) -> tuple[Kind, str, str]:
    return kind_of(SourceText("/a.md", "a.md", "", fields), title, BODY if body is None else body, ())


# ---------------------------------------------------------------- what is stated


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("news", "news"),
        (" Opinion ", "opinion"),
        ("op-ed", "opinion"),
        ("Op Ed", "opinion"),
        ("editorial", "opinion"),
        ("COMMENT", "opinion"),
        ("column", "opinion"),
        ("letters-to-the-editor", "opinion"),
        ("review", "opinion"),
        ("live blog", "live"),
        ("live_blog", "live"),
        ("liveblog", "live"),
        ("Q&A", "interview"),
        ("interviews", "interview"),
        ("analysis", "news"),
        ("feature", "news"),
        (["opinion"], "opinion"),
    ],
)
def test_a_stated_kind_counts(value: object, kind: str) -> None:
    assert decided("Live: Seoul waits", kind=value, section="Interview") == (kind, "metadata", "")


@pytest.mark.parametrize("value", ["", None, "article", "Story", "website", "unknown", 7])
def test_a_kind_that_says_nothing_leaves_it_to_the_rules(value: object) -> None:
    assert decided(kind=value) == ("unknown", "", "")
    assert decided("Opinion: Seoul waits", kind=value) == ("opinion", "headline", "")


def test_a_kind_that_is_none_is_said() -> None:
    note = "kind: 'Gossip' is not a kind of article (news, opinion, live, interview, unknown); the rules decide"
    assert decided(kind="Gossip") == ("unknown", "", note)
    assert decided("Opinion: Seoul waits", kind="Gossip") == ("opinion", "headline", note)


# ---------------------------------------------------------------- JSON-LD, section, address


@pytest.mark.parametrize(
    ("types", "kind", "rule"),
    [
        ("OpinionNewsArticle", "opinion", "JSON-LD OpinionNewsArticle"),
        ("ReviewNewsArticle", "opinion", "JSON-LD ReviewNewsArticle"),
        ("LiveBlogPosting", "live", "JSON-LD LiveBlogPosting"),
        ("AnalysisNewsArticle", "news", "JSON-LD AnalysisNewsArticle"),
        ("ReportageNewsArticle", "news", "JSON-LD ReportageNewsArticle"),
        (["NewsArticle", "OpinionNewsArticle"], "opinion", "JSON-LD OpinionNewsArticle"),
        ("NewsArticle", "news", "JSON-LD NewsArticle"),
        ("BlogPosting", "unknown", ""),
        ("", "unknown", ""),
    ],
)
def test_the_type_in_json_ld(types: object, kind: str, rule: str) -> None:
    assert decided(jsonld={"@type": types}) == (kind, rule, "")


def test_a_plain_news_article_is_outranked_by_what_says_more() -> None:
    jsonld = {"@type": "NewsArticle"}
    assert decided(jsonld=jsonld, url="https://a.example/opinion/fish")[:2] == ("opinion", "address /opinion/")
    assert decided("Fish | Opinion", jsonld=jsonld)[:2] == ("opinion", "headline")
    assert decided(jsonld=jsonld, section="Comment")[:2] == ("opinion", "section Comment")
    reported = {"@type": "ReportageNewsArticle"}
    assert decided(jsonld=reported, url="https://a.example/opinion/fish")[0] == "news"


@pytest.mark.parametrize(
    ("section", "kind", "rule"),
    [
        ("Opinion", "opinion", "section Opinion"),
        ("World / Opinion", "opinion", "section Opinion"),
        ("Commentary", "opinion", "section Commentary"),
        ("Live", "live", "section Live"),
        ("Interviews", "interview", "section Interviews"),
        ("News", "news", "section News"),
        ("Business", "unknown", ""),
        ("Public opinion", "unknown", ""),
        ("", "unknown", ""),
    ],
)
def test_the_section(section: str, kind: str, rule: str) -> None:
    assert decided(section=section) == (kind, rule, "")
    assert decided(jsonld={"articleSection": ["World", section]}) == (kind, rule, "")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        *(("/opinion/fish", "opinion"), ("/commentisfree/2026/fish", "opinion"), ("/voices/fish", "opinion")),
        *(("/story/opinion/columnist/fish", "opinion"), ("/op-ed/fish", "opinion"), ("/editorials/fish", "opinion")),
        *(("/live/fish", "live"), ("/live-news/fish", "live"), ("/fish/ban-live-updates/123", "live")),
        *(("/fish-as-it-happened", "live"), ("/interview/fish", "interview"), ("/q-and-a/fish", "interview")),
        *(("/news/fish", "unknown"), ("/public-opinion-on-fish", "unknown"), ("/how-to-live-with-fish", "unknown")),
        *(("/comments", "unknown"), ("/alive/fish", "unknown"), ("/interviewed-at-sea", "unknown"), ("", "unknown")),
    ],
)
def test_the_address(path: str, kind: str) -> None:
    found = decided(url=f"https://tide.example{path}")
    assert found[0] == kind
    assert found[1].startswith("address /") == (kind != "unknown")


def test_an_address_that_is_none_decides_nothing() -> None:
    assert decided(url="http://[half") == ("unknown", "", "")


# ---------------------------------------------------------------- headline


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        *(
            ("Opinion: Let them fish", "opinion"),
            ("Opinion | Let them fish", "opinion"),
            ("Let them fish | Opinion", "opinion"),
        ),
        *(("EDITORIAL: Let them fish", "opinion"), ("Op-ed: Fish", "opinion"), ("Letters: Fish", "opinion")),
        *(("Live: Vote on fish", "live"), ("LIVE updates from the vote", "live"), ("Fish vote – live", "live")),
        *(("Live blog: the vote", "live"), ("Fish vote: live updates", "live"), ("Fish vote – as it happened", "live")),
        *(
            ("Interview: Ann Low on fish", "interview"),
            ("Q&A: Ann Low", "interview"),
            ("An interview with Ann Low", "interview"),
        ),
        *(("Ann Low on fish | Interview", "interview"), ("She decides: An Interview With Ann Low", "interview")),
        *(("Analysis: Why fish", "news"), ("Fact check: Do fish sleep?", "news")),
        *(
            ("Opinion polls fall", "unknown"),
            ("Public opinion on fish", "unknown"),
            ("Editorial staff walk out", "unknown"),
        ),
        *(
            ("Live fish found", "unknown"),
            ("Long live the king", "unknown"),
            ("Where to watch the vote live", "unknown"),
        ),
        *(("Interview with the past tense", "interview"), ("Minister walks out of interview", "unknown")),
        *(("Fish – 2026 Interview", "unknown"), ("Comment on fish", "unknown"), ("", "unknown")),
    ],
)
def test_the_headline(title: str, kind: str) -> None:
    assert decided(title) == (kind, "headline" if kind != "unknown" else "", "")


# ---------------------------------------------------------------- body

ENTRIES = ["10:30 — The judge comes in and reads out the charges.", "10:45 GMT – The first of two witnesses is called."]


def test_entries_with_a_time_of_day_make_a_live_page() -> None:
    assert decided(body=ENTRIES * 2) == ("live", "4 entries with a time of day", "")
    alone = ["5:03 p.m. ET", "The judge comes in and reads out the charges."]
    assert decided(body=alone * 4) == ("live", "4 entries with a time of day", "")
    assert decided(body=["12 minutes ago", alone[1]] * 5) == ("live", "5 entries with a time of day", "")


def test_a_timetable_and_a_few_times_do_not() -> None:
    assert decided(body=["7:30 p.m. ET, Channel Nine"] * 9)[0] == "unknown"
    assert decided(body=["7:30 a.m. - Ann Low, Bo Ek, Cay Dunn of Tessaly"] * 9)[0] == "unknown"
    assert decided(body=[*ENTRIES, ENTRIES[0], *BODY])[0] == "unknown"
    assert decided(body=[*ENTRIES * 2, *BODY * 9])[0] == "unknown"


def test_two_who_take_turns_make_an_interview() -> None:
    assert decided(body=["Q: Why fish?", "A: Nobody knows."] * 3) == ("interview", "3 questions and answers", "")
    named = ["Ann Low: Why fish?", "Why indeed.", "Bo Ek: Nobody knows."]
    assert decided(body=named * 4) == ("interview", "4 questions and answers", "")
    alone = ["Ann Low:", "Why fish?", "Bo Ek:", "Nobody knows."]
    assert decided(body=alone * 3) == ("interview", "3 questions and answers", "")


@pytest.mark.parametrize(
    "body",
    [
        ["Q: Why fish?", "A: Nobody knows."] * 2,
        [f"{name} County: 7 deaths" for name in ("Kerr", "Travis", "Burnet", "Kendall", "Tom", "Green", "Hill")],
        ["Fish: 7", "Ships: 8", "Ports: 9"] * 4,
        ["Q: Why fish?"] * 9,
        ["Pros: cheap and fast.", "Cons: smells of fish."] * 9,
    ],
)
def test_a_list_and_a_short_exchange_do_not(body: list[str]) -> None:
    assert decided(body=body)[0] == "unknown"


def test_questions_to_somebody_make_an_interview() -> None:
    turn = ["Where were you when the dam broke?", "I was at home, and heard it."]
    assert decided(body=turn * 4) == ("interview", "4 questions to somebody", "")
    assert decided(body=turn * 3)[0] == "unknown"
    assert decided(body=["What is a pact?", "I call it a treaty."] * 9)[0] == "unknown"
    assert decided(body=["When do you have to file?", "By May 17, the office says."] * 9)[0] == "unknown"


@pytest.mark.parametrize("line", ["Interview by Ann Low", "The interview has been edited for length."])
def test_a_line_says_that_it_is_an_interview(line: str) -> None:
    assert decided(body=[line, *BODY]) == ("interview", "a line that says so", "")
    assert decided(body=[*BODY, line]) == ("interview", "a line that says so", "")
    assert decided(body=[*BODY * 3, line, *BODY * 3])[0] == "unknown"


@pytest.mark.parametrize(
    "line",
    [
        "Ann Low is a columnist for the Daily Tide.",
        "Ann Low writes a weekly column for the Daily Tide.",
        "The views expressed in this article are the author’s own.",
    ],
)
def test_a_line_on_the_writer_makes_an_opinion(line: str) -> None:
    assert decided(body=[*BODY, line]) == ("opinion", "what it says of its writer", "")
    assert decided(body=[line, *BODY * 3])[0] == "unknown"


@pytest.mark.parametrize("line", ["Ann Low is a reporter for the Daily Tide.", "He said that a columnist was there."])
def test_other_lines_on_people_do_not(line: str) -> None:
    assert decided(body=[*BODY, line])[0] == "unknown"


# ---------------------------------------------------------------- agencies


def test_an_agency_or_a_dateline_makes_news() -> None:
    source = SourceText("/a.md", "a.md", "", {})
    assert kind_of(source, "Seoul waits", BODY, ("AP", "Reuters")) == ("news", "credit AP", "")
    assert decided(body=["LONDON — Shares fell."]) == ("news", "dateline", "")
    assert kind_of(source, "Opinion: Fish", BODY, ("AP",)) == ("opinion", "headline", "")


def test_without_a_rule_the_kind_is_unknown() -> None:
    assert decided() == ("unknown", "", "")
    assert decided(title="", body=[]) == ("unknown", "", "")
