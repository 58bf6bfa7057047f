"""What the product is measured with; every figure in the docs comes from a command in here."""
