"""From a question to its evidence: rewrite (Query) → search (Ranking) → rerank (Ranking) → evidence (Evidence)."""
