"""What parts the paragraphs of a page: line breaks, loose words beside blocks, tables; and the paragraphs of a tree.

List items open with a bullet, the cells of a table's row are joined by " | ". It does not decide what is body.
"""

from __future__ import annotations

import re

from .markup import Tree

BULLET, CELLS = "• ", " | "
CELL_END = "\x1f"  # the parser lets no such character through
CONTAINERS = ("p", "div", "section", "article", "main", "body", "center", "td", "blockquote", "form", "details")
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p parting pre section summary table tbody"
    " tfoot thead tr ul head list item quote row lb".split()  # from `head` on, what trafilatura calls them
)
ITEMS, ROWS, TABLE_CELLS = ("li", "dt", "dd", "item"), ("tr", "row"), ("td", "th", "cell")
# Loose words this long are a paragraph of their own, shorter ones may be a label; readability draws the line there too.
LONG_RUN = 80
# Cells longer than this hold a part of the page rather than a value.
LONG_CELL = 600
# Loose words beside this many elements are copied as often as one of them goes.
MANY_CHILDREN = 500


def part(tree: Tree) -> None:
    """Give each paragraph an element of its own: two line breaks part paragraphs, one is a space."""
    from lxml import etree

    etree.strip_attributes(tree, "colspan", "rowspan")  # 10,000 cells of 100 columns each
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _to_boxes(table)
    for block in tree.iter("pre"):
        _part_lines(block)
    for mark in tree.iter("br", "hr"):
        _name_break(mark)
    etree.strip_tags(tree, "br")
    long_ones = {block for block in tree.iter(*CONTAINERS) if block.find("parting") is not None or _has_long_run(block)}
    # a short paragraph is marked up like the long ones beside it
    kin = {(block.getparent(), block.tag, block.get("class")) for block in long_ones}
    for block in list(tree.iter(*CONTAINERS)):
        if block in long_ones or (block.tag == "div" and (block.getparent(), "div", block.get("class")) in kin):
            _wrap_runs(block)
    for block in [each for each in tree.iter() if len(each) > MANY_CHILDREN]:
        _wrap_runs(block)


def _is_layout(table: Tree) -> bool:
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return True
    return any(len(cell.text_content()) > LONG_CELL for cell in table.iter("td"))


def _to_boxes(table: Tree) -> None:
    for piece in list(table.iter("tbody", "tr", "td", "th")):
        if next(piece.iterancestors("table")) is table:
            piece.tag = "div"
    table.tag = "div"


def _part_lines(block: Tree) -> None:
    """An old archive's page, wrapped by hand, has blank lines between its paragraphs."""
    pieces = [piece for piece in re.split(r"\n\s*\n", block.text_content()) if piece.strip()]
    if len(pieces) < 2:
        return
    for child in list(block):
        block.remove(child)
    block.tag, block.text = "div", None
    for piece in pieces:
        paragraph = block.makeelement("p")
        paragraph.text = piece
        block.append(paragraph)


def _name_break(mark: Tree) -> None:
    """Call a break that parts paragraphs so; any other becomes white space."""
    after, previous = mark.getnext(), mark.getprevious()
    double = after is not None and after.tag == "br" and not (mark.tail or "").strip()
    if double or mark.tag == "hr":
        mark.tag = "parting"
    elif previous is None or previous.tag != "parting" or (previous.tail or "").strip():
        mark.text = "\n"


def _has_long_run(block: Tree) -> bool:
    if block.tag == "p":
        return False
    length = len((block.text or "").strip())
    for child in block:
        length = 0 if child.tag in BLOCKS else length + len(child.text_content())
        length += len((child.tail or "").strip())
        if length >= LONG_RUN:
            return True
    return length >= LONG_RUN


def _wrap_runs(block: Tree) -> None:
    """Give each run of words and links between the block elements of `block` a paragraph of its own."""
    run = block.makeelement("p")
    run.text, block.text = block.text, None
    parts = [run]
    for child in list(block):
        if child.tag not in BLOCKS:
            run.append(child)
            continue
        run = block.makeelement("p")
        run.text, child.tail = child.tail, None
        parts += [run] if child.tag == "parting" else [child, run]
    block[:] = [each for each in parts if each.tag != "p" or each.text_content().strip()]
    if block.tag == "p":
        block.tag = "div"


def paragraphs(tree: Tree) -> list[str]:
    """The words of the tree, a string per paragraph, heading, list item or row of a table."""
    from lxml import etree

    found = _Paragraphs()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            found.begin(element.tag)
            found.words.append(element.text or "")
        else:
            found.end(element.tag)
            found.words.append("" if element is tree else element.tail or "")
    found.close()
    return found.closed


class _Paragraphs:
    """Paragraphs as they grow while a tree is walked."""

    def __init__(self) -> None:
        self.closed: list[str] = []
        self.words: list[str] = []
        self._bullet = ""
        self._rows = 0

    def begin(self, tag: str) -> None:
        self._border(tag)
        self._rows += tag in ROWS
        if tag in ITEMS:
            self._bullet = BULLET

    def end(self, tag: str) -> None:
        self._rows -= tag in ROWS
        self._border(tag)
        if tag in TABLE_CELLS:
            self.words.append(CELL_END)
        if tag in ITEMS:
            self._bullet = ""

    def _border(self, tag: str) -> None:
        """Blocks part paragraphs, but those in a row of a table only words."""
        if tag in BLOCKS or tag in TABLE_CELLS:
            self.words.append(" ")
            if not self._rows:
                self.close()

    def close(self) -> None:
        """End the paragraph, if there is one."""
        cells = [" ".join(cell.split()) for cell in "".join(self.words).split(CELL_END)]
        if text := CELLS.join(filter(None, cells)):
            self.closed.append(self._bullet + text)
            self._bullet = ""
        self.words.clear()
