"""What stands around the page: what programs can ask, and what a request must be to get in.

    endpoints.py     ask, search, article: what each takes and gives
    tools.py         the same in Gradio: over HTTP, and as MCP tools
    arguments.py     what a call over HTTP gives, put in order
    rules.py         who may ask, from where and how often, as the settings say
    gate.py          every request passes it, or is told why not in one sentence
    paths.py         the paths there are; all others of Gradio are closed
    names.py         the names under which the page may be asked, against DNS rebinding and other sites
    password.py      who has it
    pace.py          requests a minute
    headers.py       what a browser may do with a page of ours
    saying.py        how a request is turned away

The password is printed where it was made up, and nowhere else.
"""
