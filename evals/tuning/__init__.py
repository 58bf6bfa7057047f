"""What the cross-encoder learns here: to tell a sentence that answers a question from one that is about the same thing.

`examples.py` reads the questions and their stories, `encoder.py` is the model, `train.py` trains and measures it;
`python -m evals.tuning` writes the biases that `rag/models/cross_encoder.py` puts into the published model.
"""
