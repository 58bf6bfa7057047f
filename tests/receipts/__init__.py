"""Receipts; a package, so that its conftest can be imported by name."""
