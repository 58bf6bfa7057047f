"""An answer as text and as Markdown: word for word, with its sources, and with nothing that means more than itself."""

from __future__ import annotations

from dataclasses import replace

from fake_assistant import HOSTILE_TEXT, about_the_ban, hostile, refusal

from rag.page.export import as_file, as_text


def test_the_text_has_numbered_sources_with_publisher_title_day_and_address() -> None:
    lines = as_text(about_the_ban("Does it stay?", {})).splitlines()
    assert lines[0] == "Does it stay?"
    assert lines[2].startswith("South Korea keeps its ban on Japanese seafood, officials said. [1] Tokyo holds")
    assert (
        "[1] The Harbour Post, “Seoul keeps its seafood ban”, 2 March 2026, https://news.example/2026/seoul-keeps-ban"
        in lines
    )
    assert (
        "[2] Morning Ledger, “Opinion: Join the pact, and soon”, 20 November 2024, https://opinion.example/join"
        in lines
    )
    assert not any(line.startswith("[3]") for line in lines)  # found, not used


def test_the_file_has_the_quotes_under_each_source() -> None:
    assert as_file(about_the_ban("Does it *stay*?", {})) == (
        "# Does it \\*stay\\*?\n\n"
        "South Korea keeps its ban on Japanese seafood, officials said. [1] "
        "Tokyo holds that lifting it would ease Seoul’s way into the trade pact. [1] "
        "A former negotiator disagrees, in an opinion piece. [2]\n\n"
        "The articles do not agree about CPTPP, Seoul:\n\n"
        "- “Tokyo says that lifting the ban would smooth Seoul’s way into the CPTPP.” [1]\n"
        "- “Lifting the ban on seafood is not needed for membership, a former negotiator argues.” [2]\n\n"
        "## Sources\n\n"
        "[1] The Harbour Post, “Seoul keeps its seafood ban”, 2 March 2026, <https://news.example/2026/seoul-keeps-ban>\n\n"
        "> Officials said on Monday that it will stay.\n\n"
        "> Tokyo says that lifting the ban would smooth Seoul’s way into the CPTPP.\n\n"
        "[2] Morning Ledger, “Opinion: Join the pact, and soon”, 20 November 2024, <https://opinion.example/join>\n\n"
        "> Lifting the ban on seafood is not needed for membership, a former negotiator argues.\n\n"
        "As of 2026-03-14. Written by qwen2.5-1.5b.\n"
    )


def test_a_refusal_tells_why_and_what_is_nearest() -> None:
    assert as_file(refusal("Rain?")) == (
        "# Rain?\n\n"
        "The articles that come nearest do not mention the weather.\n\n"
        "Ask about what the articles report, for example the seafood ban.\n\n"
        "- Nearest: The Harbour Post, “Seoul keeps its seafood ban”, 2 March 2026, "
        "<https://news.example/2026/seoul-keeps-ban>\n"
        "- Nearest: Footnote Sample Page, “Lee speaks of balance”, undated\n\n"
        "As of 2026-03-14.\n"
    )


def test_a_hostile_article_makes_no_markup() -> None:
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("commonmark", {"html": True}).render(as_file(hostile("<b>?</b>")))
    assert "<script" not in rendered
    assert "<img" not in rendered
    assert "<a href" not in rendered
    assert "<strong>" not in rendered
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in rendered
    note = replace(about_the_ban("?", {}), note=HOSTILE_TEXT)
    assert "<script" not in MarkdownIt("commonmark", {"html": True}).render(as_file(note))


def test_labels_and_newer_articles_are_taken_along() -> None:
    answer = about_the_ban("Does it stay?", {})
    first = replace(
        answer.sentences[0], attribution="opinion of *Ada*, Post", superseded="correction of 3 May says “no”"
    )
    newer = replace(answer.sources[0].article, title="Ban _lifted_", url="")
    told = as_file(replace(answer, sentences=(first,), newer=(newer,)))
    assert "officials said. (opinion of \\*Ada\\*, Post; correction of 3 May says “no”) [1]" in told
    assert "\nNewer on this, not used: The Harbour Post, “Ban \\_lifted\\_”, 2 March 2026\n" in told
