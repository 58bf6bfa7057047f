"""From chunks to an index: store (Chroma, the single source of truth), keyword (derived), sync (the diff)."""
