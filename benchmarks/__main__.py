"""All benchmarks: `python -m benchmarks`."""

from benchmarks import answer, page

answer.main()
page.main()
