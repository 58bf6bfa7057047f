"""From a file to sentence-aligned chunks: load (SourceText) → clean (Article) → chunk (Chunks)."""
