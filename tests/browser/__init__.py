"""The page in a browser. A package, so that its conftest has a name of its own for mypy."""
