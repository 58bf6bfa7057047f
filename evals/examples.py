"""Real answers to the questions of evals/examples.jsonl, as docs/examples.md: `python -m evals.examples`.

The file's notes say what is wrong in them; read the answers anew after a change and mend the notes. A page that is not
ours (../shared/seed, where present) is asked, too, but its words are not printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evals.running import ROOT, assistant_over
from rag.assistant import Assistant
from rag.records import Answer

QUESTIONS = ROOT / "evals" / "examples.jsonl"
REPORT = ROOT / "docs" / "examples.md"
FOLDERS = {"corpus": ROOT / "corpus", "seed": ROOT.parent / "shared" / "seed"}
HEADS = {
    "corpus": "## On the shipped articles",
    "seed": "## On a news page as a scraper hands it over\n\n"
    "The page is not ours, so only what became of its answers is shown.",
}


def answers(rows: list[dict[str, str]], folder: Path) -> Iterator[tuple[dict[str, str], Answer]]:
    """Each question of the rows with its answer; one that follows is asked with the answer before it as history."""
    with assistant_over(folder) as (assistant, _):
        history: list[Answer] = []
        for row in rows:
            history = history if row.get("follows") else []
            answer = assistant.ask(row["question"], history)
            _check_quotes(assistant, answer)
            yield row, answer
            history = [*history, answer]


def _check_quotes(assistant: Assistant, answer: Answer) -> None:
    for sentence in answer.sentences:
        for citation in sentence.citations:
            text = assistant.article(citation.doc_id).text
            if text[citation.start : citation.end] != citation.quote:
                raise AssertionError(f"not the article's words: {citation.quote!r}")


def shown(row: dict[str, str], answer: Answer, *, ours: bool) -> list[str]:
    """An answer as the page shows it; without words of the article unless it is ours."""
    lines = ["", f"### {row['question']}", ""]
    if answer.query != answer.question:
        lines += [f"Searched for: {answer.query}", ""]
    if ours:
        lines += ["```text", str(answer), "```", ""]
        lines += [f"Removed ({item.check}: {item.seen}): {item.text}\n" for item in answer.removed]
    found = [f"{len(answer.sentences)} sentences", f"{len(answer.removed)} removed"]
    found += [f"{len(answer.disagreements)} disagreements"] if answer.disagreements else []
    lines.append(
        f"{answer.status}, {', '.join(found)}, by {answer.model or 'nobody'}, {answer.seconds['total']:.1f} s."
    )
    return lines + (["", f"**Read by a person:** {row['note']}"] if row["note"] else [])


def main() -> None:
    """Ask, check every quote, write the page."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    lines = [
        "# Examples",
        "",
        "Made by `python -m evals.examples`: real answers of the local model, bad ones included.",
    ]
    for on, folder in FOLDERS.items():
        if folder.is_dir():
            lines += ["", HEADS[on]]
            for row, answer in answers([row for row in rows if row["on"] == on], folder):
                lines += shown(row, answer, ours=on == "corpus")
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"wrote {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
