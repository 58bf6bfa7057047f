"""The maintainers' tab: what the index holds, a sync with progress, uploads, addresses, questions declined most.

    desk.py           what a maintainer can do, and what is shown of it; no Gradio
    allowed.py        who may see the tab and act on it
    what_is_there.py  the articles of the index, in words and lists
    plot.py           articles by day and publisher, as SVG
    in_force.py       the settings and where they come from
    syncing.py        one sync at a time, in a thread of its own
    progress.py       how far it is, and what it came to
    taking.py         uploaded files into the corpus folder
    declined.py       the questions that were declined, counted on this machine
    tab.py            the tab in Gradio
    maintain.css      its look

Names of files, publishers and headlines are hostile here as everywhere on the page: they go through `escape`.
"""
