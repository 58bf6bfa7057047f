"""From what a maintainer names to sentence-aligned chunks, in this order.

    sources.py    paths and addresses → Blobs (bytes that may hold articles)
      files.py      files below a folder
      archives.py   what is in .zip and .gz
      unpack.py     within bounds
      web/          what addresses give, feeds and sitemaps
    load.py       Blob → SourceTexts, by the reader for its kind
      plain/        text and Markdown, whatever the encoding
      pages/        saved and fetched web pages
      printed/      PDF
      dumps/        rows of .jsonl, .json and .csv
      fields.py     usual names of fields → ours
      values.py     what they hold
    clean.py      SourceText → Article
      cleaning/     furniture goes
      known/        dates, kind, credit, language
    chunk.py      Article → Chunks

Each folder's own page names its files.
"""
