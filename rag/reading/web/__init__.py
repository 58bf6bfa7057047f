"""From an address to bytes, and from a feed or sitemap to the addresses of pages.

    addresses.py  what addresses lead to, as blobs
    fetch.py      an address to bytes: guarded, polite, only what has changed
    guard.py      which addresses may be asked
    stop.py       giving up on what is waited for
    exchange.py   one request and its answer
    status.py     what an answer means
    robots.py     what a site lets programs read, and how often
    replies.py    what was answered last time
    feeds.py      RSS and Atom
    json_feed.py  JSON Feed
    sitemaps.py   sitemaps
    feed_text.py  the bytes of a feed made safe to parse
    feed_tree.py  a feed cut down to what is read of it

One file, one job; the first is where to begin.
"""
