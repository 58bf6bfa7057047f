"""`python -m rag`."""

from .cli import main

main()
