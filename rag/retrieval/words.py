"""Lists of English words that the reading of questions goes by. There is no grammar here, and no word of a subject."""

from __future__ import annotations

AUXILIARY = "is are was were be been do does did has have had will would can could should shall may might must"
QUESTION_WORD = "what why how when where who whom whose which"
PREPOSITION = (
    "of in on at to for by with from about into onto between over under after before since during until near against "
    "among through across without within behind above below as than per via"
)
PRONOUN = (
    "i you we he she they it me us him her them his hers its their theirs our my your this that these those there then "
    "here one ones someone anyone everyone himself herself itself themselves myself yourself"
)
# Words that carry no subject of their own.
EMPTY = frozenset(
    f"{AUXILIARY} {QUESTION_WORD} {PREPOSITION} {PRONOUN} a an the and but or so if not no yes also else more most "
    "tell please say says said any some much many such same again still only just even ever now very too up out both "
    "each all lot being because other others another ok okay oh well wow thanks thank know think mean meant like "
    "really actually isn don didn doesn there’s what’s that’s it’s i’m doesn’t don’t didn’t isn’t can’t that's it's "
    "i'm doesn't don't didn't isn't can't".split()
)
TITLES = (
    "President|Prime Minister|Minister|Chancellor|Senator|Governor|Mayor|Judge|Justice|Secretary|King|Queen|Prince|"
    "Princess|Pope|General|Professor|Chairman|Chairwoman|Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady"
)
# Words of names that belong to places and bodies, not to persons.
NOT_PERSONS = frozenset(
    "north south east west northern southern eastern western new great united states kingdom nations union republic "
    "cape lake mount river sea bay sound island islands city town county valley port gulf ocean court supreme treaty "
    "agreement act party ministry agency commission council committee government bank company group association "
    "university institute hospital national international world league cup festival war revolution mission program "
    "programme plant bridge tram line lines authority department office times post news america africa europe asia "
    "japan korea china russia ukraine taiwan britain england scotland wales ireland france germany india australia "
    "canada mexico chile peru malaysia vietnam singapore iran iraq israel italy spain brazil indonesia turkey norway "
    "sweden denmark finland iceland poland greece egypt pakistan switzerland austria belgium netherlands american "
    "russian italian indian brazilian australian canadian iranian ukrainian norwegian african asian european german "
    "french swiss greek dutch korean".split()
)
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december easter christmas".split()
)
ARTICLES = frozenset(("the", "a", "an"))
VERB_FOLLOWS = frozenset("do does did have has had will would can could should shall may might must".split())
IMPERATIVES = frozenset(
    "name tell give list describe explain show compare summarize summarise find let speaking".split()
)
