"""All benchmarks but `benchmarks.scale`, whose sizes take many minutes: `python -m benchmarks`."""

from benchmarks.answer import main as time_answers
from benchmarks.copies import main as time_copies
from benchmarks.crowd import main as time_crowd
from benchmarks.embedding import main as time_embedders
from benchmarks.page import main as measure_page
from benchmarks.readers import main as time_readers
from benchmarks.search import main as time_searches
from benchmarks.sync import main as time_syncs

time_answers()
measure_page()
time_syncs()
time_embedders()
time_copies()
time_searches()
time_readers()
time_crowd()  # ends the program
