"""The chat page without Gradio: pure functions from records to the HTML and Markdown that `ui.py` hands over.

    conversation.py  what the page knows: turns, folded from events, and the id of each place that a mark leads to
    view.py          all that is shown of a conversation
    turn.py          a turn as chat messages: question, steps, sentences with marks
    tools.py         the buttons of a turn; which articles could answer
    ending.py        what stands below the sentences: status line, disagreements; or the refusal, or what went wrong
    sides.py         statements side by side: disagreements, and values that an outlet has replaced
    marks.py         the small links [1]
    cards.py         the sources of a turn: a card per article, with the cited words highlighted where they stand
    reader.py        a whole article, opened inside the page
    suggest.py       what may be asked next
    highlight.py     a stretch of an article with its cited words in <mark>
    words.py         days, ages and counts as people say them
    escape.py        the one way a string gets into HTML or Markdown
    acts.py          what happens when the reader asks, asks again, stops, judges
    pen.py           whose answer is written now
    choice.py        the filters, from fields to words
    export.py        an answer with its sources, to be taken along
    keep.py          a conversation as the browser keeps it
    feedback.py      what readers say of answers, kept on this machine
    states.py        what there is to answer from, or what is missing
    address.py       the address the page is served at
    maintain/        the maintainers' tab
    page.css         the look
    page.js          a mark leads to its words; what was opened stays open
    reader.js        the dialog that holds a whole article
    past.js          conversations in the browser; copy and save

Article text is hostile here: nothing reaches the page except through `escape`.
"""
