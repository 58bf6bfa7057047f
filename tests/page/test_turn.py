"""A turn as chat messages: what stands where, word for word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from fake_assistant import BAN, FakeAssistant, cite, info, said

from rag.page.conversation import Turn
from rag.page.turn import messages
from rag.records import Answer, CheckedSentence, Disagreement, Source, SourcesEvent, StepEvent

BANNED = cite(BAN, "The ban covers Fukushima.", 1)
STAYS = cite(BAN, "Officials said on Monday that it will stay.", 1)
SOURCES = (Source(1, info(BAN), used=True),)
ANSWER = Answer(
    question="Does it stay?",
    query="Does it stay?",
    status="answered",
    as_of=date(2026, 3, 14),
    sentences=(said("The ban stays.", STAYS),),
    sources=SOURCES,
    oldest=BAN.published_at,
    newest=BAN.published_at,
    model="qwen",
    seconds={"total": 4.21},
)
SAFE_TAGS = {
    *("p", "div", "q", "sup", "a", "br", "span", "details", "summary", "ul", "li", "s", "blockquote", "button"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "mark"),
}
MARK = (
    '<sup class="marks"><a class="mark" id="t2-s1-c1-mark" href="#t2-s1-c1" '
    'title="The Harbour Post&#58; Seoul keeps its seafood ban">[1]</a></sup>'
)


def blocks(turn: Turn) -> list[str]:
    """What the turn shows, without the buttons below it; those are in test_tools.py."""
    shown = messages(turn)[1]["content"].split("\n\n")
    return [block for block in shown if not re.match('<(div class="tools"|p class="rate")', block)]


def finished(answer: Answer) -> Turn:
    return Turn(number=2, question=answer.question, answer=answer, sources=answer.sources, sentences=answer.sentences)


def played(question: str) -> Turn:
    turn = Turn(number=1, question=question)
    for event in FakeAssistant().stream(question):
        turn = turn.after(event)
    return turn


def test_a_question_is_shown_at_once() -> None:
    turn = Turn(number=2, question="Is it *so*?\n\n# really")
    assert messages(turn) == [
        {
            "role": "user",
            "content": '<p class="question" id="t2-question">Is it &#42;so&#42;&#63; &#35; really</p>',
        },
        {"role": "assistant", "content": '<p class="steps">searching the articles</p>'},
    ]


def test_steps_are_one_line_with_the_time_they_took() -> None:
    turn = Turn(number=1, question="?")
    assert blocks(turn) == ['<p class="steps">searching the articles</p>']
    turn = turn.after(StepEvent("search", "24 passages found", 0.3)).after(StepEvent("rerank", "10 read", 0.2))
    assert blocks(turn) == ['<p class="steps">24 passages found · 10 read · 0.5 s · searching the articles</p>']
    loading = Turn(number=1, question="?", loading=True)
    assert blocks(loading) == ['<p class="steps">loading the models, then searching</p>']
    turn = turn.after(SourcesEvent(SOURCES, ()))
    assert blocks(turn)[0].endswith("· writing, each sentence is checked first</p>")


def test_key_sentences_are_in_view_until_the_answer_is_there() -> None:
    turn = Turn(number=2, question="?").after(SourcesEvent(SOURCES, (said(BANNED.quote, BANNED),)))
    title = "Key sentences from the articles, word for word"
    quote = f"<blockquote>The ban covers Fukushima&#46;{MARK.replace('s1', 'k1')}</blockquote>"
    assert blocks(turn)[1] == f'<div class="key"><p class="kicker">{title}</p>{quote}</div>'
    done = replace(turn, answer=ANSWER, sentences=ANSWER.sentences)
    assert blocks(done)[3] == f'<details class="key"><summary>{title}</summary>{quote}</details>'


def test_an_answer_has_its_sentences_with_marks_and_a_status_line() -> None:
    assert blocks(finished(ANSWER)) == [
        '<p class="steps">4.2 s</p>',
        f'<div class="said">The ban stays&#46;{MARK}</div>',
        '<p class="status">Rests on one article, by The Harbour Post · dated 2 March 2026 · as of 14 March 2026 '
        "· written by qwen.</p>",
    ]


def test_the_rewritten_question_is_shown() -> None:
    turn = finished(replace(ANSWER, query="Does Seoul’s ban stay?"))
    assert blocks(turn)[1] == '<p class="understood">Understood as: <q>Does Seoul’s ban stay&#63;</q></p>'


def test_the_articles_own_words_are_set_as_quotations_with_the_reason() -> None:
    own = replace(ANSWER, sentences=(said(STAYS.quote, STAYS),), model="extractive", note="The model is away.")
    turn = replace(finished(own), key_sentences=own.sentences)
    assert blocks(turn)[1:] == [
        '<p class="kicker">In the articles’ own words</p>',
        f"<blockquote>Officials said on Monday that it will stay&#46;{MARK}</blockquote>",
        '<p class="status">Rests on one article, by The Harbour Post · dated 2 March 2026 · as of 14 March 2026.</p>',
        '<p class="note">The model is away&#46;</p>',
    ]


def test_doubt_and_removed_sentences_are_in_words() -> None:
    doubtful = CheckedSentence("It may.", (STAYS,), "partly", "hedges", "“may” is not in it", invalid=("[9]",))
    gone = CheckedSentence("It was lifted.", (), "unsupported", "names", "not in the cited words: Kim")
    turn = finished(replace(ANSWER, sentences=(doubtful,), removed=(gone,)))
    assert '<em class="doubt">(partly supported: “may” is not in it)</em>' in blocks(turn)[1]
    assert blocks(turn)[3] == (
        '<details class="removed"><summary>1 sentence removed: show</summary><ul>'
        "<li><s>It was lifted&#46;</s><br>Removed by the check of names&#58; not in the cited words&#58; Kim</li>"
        "<li>The mark &#91;9&#93; named no article and was taken out.</li></ul></details>"
    )


def test_a_disagreement_is_a_table_with_both_quotes() -> None:
    turn = finished(replace(ANSWER, disagreements=(Disagreement("ban", (STAYS, BANNED)),)))
    who = '<th scope="row">The Harbour Post</th><td class="when">2 March 2026</td>'
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Outlet", "Date", "Exact words"))
    first, second = MARK.replace("s1", "d1"), MARK.replace("s1-c1", "d1-c2")
    assert blocks(turn)[2] == (
        '<table class="disagreement"><caption>An article does not agree with itself about ban</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>"
        f"<tr>{who}<td><q>Officials said on Monday that it will stay&#46;</q>{first}</td></tr>"
        f"<tr>{who}<td><q>The ban covers Fukushima&#46;</q>{second}</td></tr></tbody></table>"
    )


def test_a_refusal_says_why_what_is_nearest_and_what_to_try() -> None:
    assert blocks(played("weather?"))[1] == (
        '<div class="refusal"><p class="kicker">The articles do not say</p>'
        "<p>The articles that come nearest do not mention the weather&#46;</p>"
        '<p class="label">Nearest articles</p><ul>'
        '<li><button class="do" id="t1-do-near1">Seoul keeps its seafood ban</button><br>'
        '<span class="when">The Harbour Post, 2 March 2026</span></li>'
        '<li><button class="do" id="t1-do-near2">Lee speaks of balance</button><br>'
        '<span class="when">Footnote Sample Page, undated</span></li></ul>'
        "<p><strong>What to try:</strong> Ask about what the articles report&#44; "
        "for example the seafood ban&#46;</p></div>"
    )


def test_trouble_and_a_stop_are_told() -> None:
    turn = Turn(number=1, question="?", trouble="The index is missing; run `python -m rag sync`.")
    assert blocks(turn)[1] == (
        '<div class="trouble"><p class="kicker">This did not work</p>'
        "<p>The index is missing&#59; run &#96;python &#45;m rag sync&#96;&#46;</p></div>"
    )
    stopped = Turn(number=1, question="?", stopped=True)
    assert blocks(stopped)[1] == '<p class="status">Stopped. Nothing had been written yet.</p>'
    stopped = replace(stopped, sentences=ANSWER.sentences)
    assert blocks(stopped)[-1] == '<p class="status">Stopped. What is shown above had been checked.</p>'


def test_hostile_text_makes_no_tag_no_template_and_no_block_of_its_own() -> None:
    user, assistant = messages(played("hostile <script>"))
    tags = set(re.findall(r"</?([a-z]+)", user["content"] + assistant["content"]))
    assert tags <= SAFE_TAGS
    assert not set("`${}*\\!") & set(assistant["content"])
    for block in blocks(played("hostile")):
        assert re.match(r"<(p|div|table|details|blockquote)\b", block)
        assert "\n" not in block
    assert set(re.findall(r'href="(.)', assistant["content"])) == {"#"}


def test_whose_word_it_is_and_what_is_reported_since_stand_behind_the_sentence() -> None:
    label, since = "opinion of Ada <b>Holm</b>, `Post`", "later report of 3 March 2026 says “six weeks”"
    turn = finished(replace(ANSWER, sentences=(replace(ANSWER.sentences[0], attribution=label, superseded=since),)))
    assert blocks(turn)[1] == (
        '<div class="said">The ban stays&#46; '
        '<em class="whose">(opinion of Ada &#60;b&#62;Holm&#60;&#47;b&#62;&#44; &#96;Post&#96;)</em>'
        f' <em class="whose">(later report of 3 March 2026 says “six weeks”)</em>{MARK}</div>'
    )


def test_the_status_line_tells_of_copies() -> None:
    copy = replace(info(BAN), doc_id="copy", copy_of=BAN.doc_id)
    sentences = (said("The ban stays.", STAYS, replace(STAYS, source=2, doc_id="copy")),)
    both = replace(ANSWER, sentences=sentences, sources=(*SOURCES, Source(2, copy, used=True)))
    assert blocks(finished(both))[2].startswith('<p class="status">Supported by 2 articles, 1 independent · dated')


def test_newer_articles_that_were_not_used_are_named() -> None:
    newer = replace(info(BAN), title="Ban <i>lifted</i>", published_at=date(2026, 3, 9))
    assert blocks(finished(replace(ANSWER, newer=(newer,))))[-1] == (
        '<div class="newer"><p class="kicker">Newer on this, not used in the answer</p>'
        "<ul><li>Ban &#60;i&#62;lifted&#60;&#47;i&#62;<br>"
        '<span class="when">The Harbour Post, 9 March 2026</span></li></ul></div>'
    )
