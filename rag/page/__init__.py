"""The chat page as text: pure functions from records to the HTML and Markdown that `ui.py` hands to Gradio.

conversation  what the page knows: turns, folded from events, and the id of each place that a mark leads to
turn          a turn as chat messages: question, steps, sentences with marks
ending        what stands below the sentences: status line, disagreements; or the refusal, or what went wrong
cards         the sources of a turn: a card per article, with the cited words highlighted where they stand
highlight     a stretch of an article with its cited words in <mark>
words         days, ages and counts as people say them
escape        the one way a string gets into HTML or Markdown

Article text is hostile here: nothing reaches the page except through `escape`.
"""
