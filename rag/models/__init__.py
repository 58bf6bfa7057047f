"""The models and where their weights come from; each file is the home of one outside library."""
