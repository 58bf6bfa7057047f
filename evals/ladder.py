"""What each signal of the support ladder brings: `python -m evals.ladder`.

Takes every rung's objection, the share of words, the cross-encoder's logit and the embedder's cosine between a
claim and its cited words (or the sentences most alike), on claims with labels: SummEdits news, WiCE oracle, and the
planted gold answers and mutations, dev split. Fits a logistic regression on them, judged on documents it has not
seen, with and without the two models, and prints a table. With `--trained` a checker that is trained on the same
claims is one signal more. It writes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np

from rag.answering.support.shared import overlap
from rag.config import load_settings
from rag.models import weights
from rag.opening import assemble

from . import mutations, sets
from .checker import Pair, held_out_logits
from .grounding import NEAREST, RUNGS, Ladder, balanced_accuracy, evidence_of, joined, rung_objections
from .progress import progress
from .records import Claim
from .running import claims_drawn
from .sets import planted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.records import CrossEncoder, Embedder, Progress

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
FOLDS = 5
TRAINED_FOLDS = 3
"""A checker is trained for each, in five minutes on two cores."""
SEED = 7
SIGNALS = (*RUNGS, "overlap", "logit", "cosine")
CHOICES = {
    "rules": (*RUNGS, "overlap"),
    "rules, logit": (*RUNGS, "overlap", "logit"),
    "rules, cosine": (*RUNGS, "overlap", "cosine"),
    "all": SIGNALS,
    "logit": ("logit",),
    "cosine": ("cosine",),
    "overlap": ("overlap",),
}
"""Which signals are fitted together."""
TRAINED = {
    "trained": ("trained",),
    "rules, trained": (*RUNGS, "overlap", "trained"),
    "all, trained": (*SIGNALS, "trained"),
}
"""The same with the checker that is trained here."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim with its signals, in the order of SIGNALS."""

    claim: Claim
    signals: tuple[float, ...]
    words: str
    """What the claim is held against."""


def signals(claim: Claim, cross_encoder: CrossEncoder, embedder: Embedder) -> Seen:
    """Every signal of a claim; it is held against its cited words, or the NEAREST sentences most alike."""
    evidence = evidence_of(claim)
    near = sorted(evidence, key=lambda item: (-overlap(claim.text, item.sentence.text), item.number))[:NEAREST]
    used = [evidence[place] for place in claim.cited] or sorted(near, key=lambda item: item.number)
    passage = " ".join(item.sentence.text for item in used)
    vectors = embedder.embed_passages([claim.text, passage])
    return Seen(
        claim,
        (
            *map(float, rung_objections(claim).values()),
            overlap(claim.text, passage),
            float(cross_encoder.score(claim.text, [passage])[0]),
            float(vectors[0] @ vectors[1]),
        ),
        passage,
    )


def with_trained(by_set: Mapping[str, Sequence[Seen]], folder: Path, report: Progress) -> dict[str, list[Seen]]:
    """Every claim with one signal more: the logit of a checker trained on the other documents of all sets."""
    pairs = [
        Pair(item.claim.text, item.words, item.claim.supported, f"{name} {item.claim.group or item.claim.claim_id}")
        for name, seen in by_set.items()
        for item in seen
    ]
    logits = iter(held_out_logits(pairs, folder, TRAINED_FOLDS, report))
    return {
        name: [replace(item, signals=(*item.signals, float(next(logits)))) for item in seen]
        for name, seen in by_set.items()
    }


def held_out(seen: Sequence[Seen], chosen: Sequence[str]) -> dict[str, bool]:
    """Verdicts by claim_id of a logistic regression that was fitted without the claim's document."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
    from sklearn.preprocessing import StandardScaler

    places = [(*SIGNALS, "trained").index(name) for name in chosen]
    rows = np.array([[item.signals[place] for place in places] for item in seen])
    labels = np.array([item.claim.supported for item in seen])
    groups = [item.claim.group or item.claim.claim_id for item in seen]
    verdicts: NDArray[np.bool_] = np.zeros(len(seen), dtype=bool)
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, labels, groups):
        scale = StandardScaler().fit(rows[train])
        model = LogisticRegression(class_weight="balanced", random_state=SEED)
        model.fit(scale.transform(rows[train]), labels[train])
        verdicts[test] = model.predict(scale.transform(rows[test]))
    return {item.claim.claim_id: bool(verdict) for item, verdict in zip(seen, verdicts, strict=True)}


def table(by_set: Mapping[str, Sequence[Seen]], choices: Mapping[str, Sequence[str]] = CHOICES) -> str:
    """Balanced accuracy of each choice of signals on each set, on documents that were not fitted on."""
    lines = ["| Signals | " + " | ".join(f"{name} (n {len(seen)})" for name, seen in by_set.items()) + " |"]
    lines.append("| --- " * (len(by_set) + 1) + "|")
    ladder = {
        name: {item.claim.claim_id: Ladder().supports(item.claim) for item in seen} for name, seen in by_set.items()
    }
    rows = {"the ladder as it is": ladder}
    for label, chosen in choices.items():
        rows[label] = {name: held_out(seen, chosen) for name, seen in by_set.items()}
    for label, verdicts in rows.items():
        cells = []
        for name, seen in by_set.items():
            claims = [item.claim for item in seen]
            figure = balanced_accuracy(claims, joined(claims, verdicts[name]))
            cells.append(f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})")
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", type=click.Path(path_type=Path), default=DATA, help="folder of the public sets")
@click.option("--limit", type=int, default=600, show_default=True, help="claims of a set at most")
@click.option("--trained", is_flag=True, help="train a checker too, which takes half an hour on two cores")
def main(data: Path, limit: int, trained: bool) -> None:
    """Fit and print the table."""
    news = [claim for claim in sets.read("summedits", data, "dev").claims if claim.kind == "news"]
    oracle = [claim for claim in sets.read("wice", data, "dev").claims if claim.kind == "oracle"]
    made = mutations.claims(sets.read("planted", data, "dev").questions, planted.sentences, planted.info)
    config = load_settings({"provider": "none"}, os.environ).config
    parts = assemble(config)
    by_set: dict[str, list[Seen]] = {}
    for name, claims in {"planted": made, "SummEdits news": news, "WiCE oracle": oracle}.items():
        with progress(name) as report:
            drawn = claims_drawn(claims, limit)
            by_set[name] = []
            for done, claim in enumerate(drawn, 1):
                by_set[name].append(signals(claim, parts.cross_encoder, parts.embedder))
                report("signals", done, len(drawn))
    choices = CHOICES
    if trained:
        choices = {**CHOICES, **TRAINED}
        with progress("checker") as report:
            by_set = with_trained(by_set, weights.folder(config.models, "all-MiniLM-L6-v2"), report)
    click.echo(table(by_set, choices))


if __name__ == "__main__":
    main()
