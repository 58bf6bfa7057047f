"""Each rung of the ladder by itself, as tables worked out by hand: sentence, cited words, what it sees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fakes_chat import info, told

from rag.answering.support.dates import resolved, weekdays
from rag.answering.support.direction import reversed_direction
from rag.answering.support.grounds import Grounds
from rag.answering.support.invented import invented_speaker
from rag.answering.support.modality import overstated
from rag.answering.support.named import missing_names
from rag.answering.support.negation import wrong_negation
from rag.answering.support.numbers import missing_figures
from rag.answering.support.opposites import opposites
from rag.answering.support.places import misplaced
from rag.answering.support.quotes import not_verbatim
from rag.answering.support.speakers import speakers, wrong_speaker
from rag.answering.support.trend import against_figures

TUESDAY = date(2026, 3, 24)


def in_words(message: str, seen: str) -> str:
    """The message with the two parts of "one/other" in it; "" for ""."""
    return message.format(*seen.split("/")) if seen else ""


def grounds(*texts: str, question: str = "", **fields: Any) -> Grounds:
    """The first text cited, the others further sentences of its article; `fields` are the article's."""
    article = info("a", **{"published_at": TUESDAY, "title": "", **fields})
    evidence = told(*((article, text) for text in texts))
    return Grounds(evidence[:1], evidence, question)


@pytest.mark.parametrize(
    ("sentence", "passage", "seen"),
    [
        # seen from the day of the article, Tuesday 24 March 2026
        ("It was finished in March 2026.", "It was finished in March.", ""),
        ("It was finished in March 2025.", "It was finished in March.", "March 2025"),
        ("They met on 23 March 2026.", "They met on Monday.", ""),
        ("They met on 22 March 2026.", "They met on Monday.", "22 March 2026"),
        ("They met in February 2026.", "They met last month.", ""),
        ("They met in 2025.", "They met a year earlier.", ""),
        ("They met on 24 March 2026.", "They met and talked.", ""),
        ("They met on 24 March 2026.", "They met on 3 March.", "24 March 2026"),
        # other units
        ("It is 212 metres, or 696 feet, tall.", "It is 212 metres tall.", ""),
        ("It is 212 metres, or 796 feet, tall.", "It is 212 metres tall.", "796"),
        ("It is stored at minus 20 degrees Celsius.", "It is stored at minus 4 degrees Fahrenheit.", ""),
        ("It is 22,000 square metres.", "It is about 237,000 square feet.", ""),
        ("It cost $5.", "It cost 4.60 euros.", "USD 5"),
        # worked out of figures of the sentence
        ("It cost 350 against 200, 150 more.", "It cost 350, not 200.", ""),
        ("It cost 350 against 200, 140 more.", "It cost 350, not 200.", "140"),
        ("It cost 150 more.", "It cost 350, not 200.", "150"),
        ("At 600 a week over 3 weeks it makes 1,800.", "It was 600 a week for three weeks.", ""),
        ("Three: the fee, the day, and the place.", "The fee, the day and the place were named.", ""),
        ("Four: the fee, the day, and the place.", "The fee, the day and the place were named.", "4"),
        ("It opened at 09:40.", "09:40 — It opened.", ""),
        ("It had 9 halls.", "09:40 — It opened.", "9"),
    ],
)
def test_figures(sentence: str, passage: str, seen: str) -> None:
    assert missing_figures(sentence, grounds(passage)) == (seen and f"not in the cited words: {seen}")


def test_days_are_resolved_to_the_nearest() -> None:
    assert {"2025-12-30", "2025-12", "2025"} <= resolved("on 30 December", date(2026, 1, 2))
    assert resolved("on 30 December", None) == frozenset()
    assert weekdays(frozenset({"2026-03-24", "2026-03", "2026"})) == {"tuesday"}


@pytest.mark.parametrize(
    ("sentence", "texts", "fields", "seen"),
    [
        ("Marlo Tew of the Ostra Post said so.", ["He said so."], {"publisher": "Ostra Post",
         "authors": ("Marlo Tew",)}, ""),
        ("Brandt raised its offer.", ["The firm raised its offer."], {"title": "Brandt raises offer"}, ""),
        ("Brandt raised its offer.", ["The firm raised its offer."], {}, "brandt"),
        ("Tew leads the Harbour Inspection Bureau.", ["Tew leads the bureau.",
         "The Harbour Inspection Bureau met."], {}, ""),
        ("Tew leads the Harbour Inspection Bureau.", ["Tew leads the party.", "The Harbour Inspection Bureau met."], {},
         "bureau, harbour, inspection"),
        ("Dr Tew spoke.", ["Tew spoke."], {}, ""),
        ("They met on Tuesday.", ["They met on 24 March."], {}, ""),
        ("They met on Friday.", ["They met on 24 March."], {}, "friday"),
        ("Neither came.", ["Nobody came."], {}, ""),
    ],
)  # fmt: skip
def test_names(sentence: str, texts: list[str], fields: dict[str, Any], seen: str) -> None:
    assert missing_names(sentence, grounds(*texts, **fields)) == (seen and f"not in the cited words: {seen}")


def test_a_name_of_the_question_counts_where_the_article_knows_it() -> None:
    texts = ("The port is closed.", "Oslo has a port.")
    assert missing_names("The port of Oslo is closed.", grounds(*texts, question="Is the port of Oslo closed?")) == ""
    elsewhere = grounds(*texts, question="Is the port of Bergen closed?")
    assert missing_names("The port of Bergen is closed.", elsewhere) == "not in the cited words: bergen"


@pytest.mark.parametrize(
    ("sentence", "passage", "seen"),
    [
        ("The arbitrator, Marlo Tew, announced her decision.", "The arbitrator, Ottilie Rask, announced her decision.",
         "Marlo Tew/Ottilie Rask"),
        ("The arbitrator, Rask, announced her decision.", "The arbitrator, Ottilie Rask, announced her decision.", ""),
        ("The town has 31 people on the coast.", "The town has 900 people on the coast; 31 fell ill.",
         "31/900"),
        ("The bridge cost 3,200 million crowns in all.", "The bridge cost 3.2 billion crowns in all.", ""),
        ("The plant must stop for ten days every June.",
         "The plant must stop for ten days every April; in June it runs.",
         "June/April"),
        ("Oslo and Bergen signed the port treaty.", "Bergen and Oslo signed the port treaty.", ""),
        ("Because Brandt has no chips of its own.", "It wants Ostra because it has no chips of its own.", ""),
    ],
)  # fmt: skip
def test_nothing_in_the_place_of_another(sentence: str, passage: str, seen: str) -> None:
    assert misplaced(sentence, grounds(passage)) == in_words("it says “{}” where the cited words say “{}”", seen)


@pytest.mark.parametrize(
    ("sentence", "cited", "held"),
    [
        ("He said “a bad year for the port”.", (1,), True),
        ("He said “a bad year for trade”.", (1, 2), False),  # the beginning of one, the end of another
        ("He said “a bad … port”.", (1,), True),
        ("He said “port … bad”.", (1,), False),
        ("He said “the por”.", (1,), False),  # whole words
        ("He said “for the port. It was good”.", (1, 2), True),  # the second follows the first
    ],
)
def test_quotes_are_verbatim_in_one_stretch(sentence: str, cited: tuple[int, ...], held: bool) -> None:
    evidence = told("It was a bad year for the port.", "It was good for trade.")
    used = tuple(item for item in evidence if item.number in cited)
    assert (not_verbatim(sentence, Grounds(used, evidence)) == "") is held


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Marlo Tew said that Oslo is near.", "marlo tew"),
        ("“Oslo is near,” said Tew, the mayor of Bergen.", "tew"),
        ("The mayor, Marlo Tew, told Lee about it.", "marlo tew"),
        ("According to Tew, it is near.", "tew"),
        ("She said that it is near.", ""),
        ("Tew walked to Oslo.", ""),
    ],
)
def test_who_speaks(sentence: str, found: str) -> None:
    assert " ".join(sorted(speakers(sentence))) == found


@pytest.mark.parametrize(
    ("sentence", "texts", "seen"),
    [
        ("Lee said “it is near”.", ["“It is near,” said Marlo Tew."], "the cited words give it to Marlo Tew"),
        ("Tew said “it is near”.", ["“It is near,” said Marlo Tew."], ""),
        ("Lee said that the port of Oslo is near.",
         ["Tew said that the port of Oslo is near."], "the cited words give it to Tew"),
        ("Marlo Tew said that the port is near.", ["Tew said that the port is near.", "Marlo Tew is the mayor."], ""),
        ("Lee said that the port is near.", ["She said that the port is near."], ""),  # left open
        ("Lee said that the port is near.",
         ["Tew said that wheat and rye are dear this winter."], ""),  # about another thing
    ],
)  # fmt: skip
def test_speakers(sentence: str, texts: list[str], seen: str) -> None:
    assert wrong_speaker(sentence, grounds(*texts)) == seen


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ("Fishermen in Fukushima say that China rejects that view.", "fishermen in Fukushima"),
        ("China's government says that the view is wrong.", ""),
        ("The Daily Tide reported that China rejects that view.", ""),
        ("Experts say that China rejects that view.", ""),  # neither has them: other rungs decide
        ("Fishermen say China rejects that view.", ""),  # without "that" it may be anything
        ("They say that China rejects that view.", ""),
        ("China rejects that view.", ""),
    ],
)
def test_a_speaker_whom_only_the_question_has(sentence: str, seen: str) -> None:
    there = grounds(
        "China's government rejects that view.", question="What do fishermen in Fukushima, Japan, say of it?"
    )
    assert invented_speaker(sentence, there) == in_words("the articles do not have {} say anything", seen)


@pytest.mark.parametrize(
    ("sentence", "passage", "seen"),
    [
        ("The plant was not finished in March.", "The plant was finished in March.", "finished/"),
        ("The plant was finished in March.", "The plant wasn’t finished in March.", "/finished"),
        ("The plant was not finished in March.", "The plant was never finished in March.", ""),
        ("The board did not accept the offer of Brandt.", "The board refused to accept the offer of Brandt.", ""),
        ("The bridge will not open until June 2027.", "The bridge will open in June 2027.", ""),
        ("The plant may make no more than 90 litres.", "The plant may make 90 litres and no more.", ""),
        ("The port not only closed but sank.", "The port closed and sank.", ""),
        ("The port of Oslo closed in March.", "The port of Oslo closed in March, but the mayor did not resign.", ""),
        ("Tew was found guilty of theft.", "Tew was found not guilty of murder, but was found guilty of theft.", ""),
        ("No, the port of Oslo is open.", "The port of Oslo is open.", ""),
    ],
)  # fmt: skip
def test_negation(sentence: str, passage: str, seen: str) -> None:
    own, _, theirs = seen.partition("/")
    told = f"it denies “{own}”, the cited words do not" if own else f"the cited words deny “{theirs}”, it does not"
    assert wrong_negation(sentence, grounds(passage)) == (seen and told)


def test_a_denial_needs_words_that_deny() -> None:
    seen = wrong_negation("The mayor did not comment on the port.", grounds("The port of Oslo opened on Monday."))
    assert seen == "it denies “comment”, the cited words deny nothing"


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ("Sales rose from 612 to 574.", "it says “rose”, from 612 to 574"),
        ("Sales fell from 612 to 574.", ""),
        ("It was cut to 2.9 billion from 2.5 billion.", "it says “cut”, from 2.5 billion to 2.9 billion"),
        ("It came to 52.20 a share, down from 49.", "it says “down”, from 49 to 52.20"),
        ("It rose and fell from 612 to 574.", ""),
        ("It grew from six months to three years.", ""),
    ],
)
def test_a_sentence_agrees_with_its_own_figures(sentence: str, seen: str) -> None:
    assert against_figures(sentence, grounds()) == seen


@pytest.mark.parametrize(
    ("sentence", "passage", "seen"),
    [
        ("Shares of the brewer fell on Monday.", "Shares of the brewer rose on Monday.", "fell/rose"),
        ("Shares of the brewer rose on Monday.", "Shares of the brewer climbed on Monday, those of the bank fell.", ""),
        ("Shares of the brewer did not rise on Monday.", "Shares of the brewer fell on Monday.", ""),
        ("People left in the night after the cordon.", "People left in the night before the cordon.", "after/before"),
        ("The plant closed after the leak was found.", "Before the plant closed the leak was found.", ""),
        ("Turnout was lower than in any council election.", "Turnout was higher than in any council election.",
         "lower/higher"),
        ("The museum bought the mask from Vaun.", "Vaun sold the mask to the museum.", ""),
        ("Vaun bought the mask for 40 crowns.", "Vaun sold the mask for 40 crowns.", "bought/sold"),
    ],
)  # fmt: skip
def test_direction(sentence: str, passage: str, seen: str) -> None:
    assert reversed_direction(sentence, grounds(passage)) == in_words("it says “{}”, the cited words say “{}”", seen)


@pytest.mark.parametrize(
    ("sentence", "passage", "seen"),
    [
        ("The bridge opened in June with a ferry.", "The bridge will open in June with a ferry.", "opened/will open"),
        ("The bridge will open in June with a ferry.", "The bridge may open in June with a ferry.",
         "will open/may open"),
        ("The firm closed two plants in Oslo.", "The firm plans to close two plants in Oslo.", "closed/plans to close"),
        ("The bridge may open in June with a ferry.", "The bridge will open in June with a ferry.", ""),
        ("The bridge opened in June with a ferry.", "The bridge opened in June with a ferry and will open at night.",
         ""),
        ("The piles had to be driven deeper.", "The piles must be driven deeper.", ""),
    ],
)  # fmt: skip
def test_modality(sentence: str, passage: str, seen: str) -> None:
    assert overstated(sentence, grounds(passage)) == in_words("it says “{}”, the cited words say “{}”", seen)


def test_opposites_are_inflected() -> None:
    (rose, *_), (falling, *_) = opposites()["rose"], opposites()["falling"]
    assert rose.against(falling) and not rose.against(rose)
    assert {"denies", "winning", "refused", "launches"} <= opposites().keys()
