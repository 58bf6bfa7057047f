"""A PDF comes out as its headline and paragraphs; broken, encrypted, scanned and hostile ones say what they are."""

from __future__ import annotations

import io
import logging
import random
import re
import time
import zlib
from datetime import datetime, timezone
from typing import TYPE_CHECKING, cast

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from rag.errors import CorpusError
from rag.reading.printed.pdf import Budget, TooMuch, read_pdf
from rag.records import Blob, SourceText

if TYPE_CHECKING:
    from pypdf.generic import StreamObject

SENTENCES = [
    "The minister said on Monday that the ban on seafood from Fukushima would stay in place until further notice.",
    "Japan has protested against the ban since 2013, and it took the matter to the World Trade Organization.",
    "Fishermen in eight prefectures wait for a decision, which is not expected before the summer of next year.",
    "Seoul has weighed an application to the trade pact, but it has named neither a day nor the terms it wants.",
]
ENCRYPTED = "/news/a.pdf: is encrypted; save a copy without password and encryption"


class Printed(FPDF):
    """A paper with running heads and page numbers."""

    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 10, f"Daily Tide, 14 March 2024, {self.page_no()}")
        self.ln(14)

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 10, f"Page {self.page_no()}", align="C")

    def words(self, text: str, size: int = 11, style: str = "") -> None:
        self.set_font("times", style, size)
        self.multi_cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")


def made(paragraphs: list[str], *, title: str = "", author: str = "", running: bool = True) -> bytes:
    pdf = Printed() if running else FPDF()
    pdf.set_creation_date(datetime(2024, 3, 14, 9, tzinfo=timezone.utc))
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.add_page()
    if isinstance(pdf, Printed):
        pdf.words("Seoul weighs its application to the trade pact of the Pacific for one more long year", 18)
        pdf.ln(4)
        for paragraph in paragraphs:
            pdf.words(paragraph)
            pdf.ln(3)
    return bytes(pdf.output())


def blob(data: bytes, **fields: object) -> Blob:
    return Blob("/news/a.pdf", "news/a.pdf", "a.pdf", lambda: io.BytesIO(data), len(data), fields)


def read(data: bytes) -> SourceText:
    (found,) = read_pdf(blob(data))
    return found


def refused(data: bytes) -> str:
    with pytest.raises(CorpusError) as caught:
        list(read_pdf(blob(data)))
    return str(caught.value)


def story(count: int) -> list[str]:
    """Paragraphs of four sentences, no two of them with the same lines."""
    words = " ".join(SENTENCES).lower().translate(dict.fromkeys(map(ord, ".,"))).split()
    draw = random.Random(1)
    return [" ".join(f"The {' '.join(draw.sample(words, 17))}." for _ in range(4)) for _ in range(count)]


# ---------------------------------------------------------------- what is read


def test_paragraphs_come_out_as_they_were_put_in() -> None:
    paragraphs = story(25)
    found = read(made(paragraphs))
    assert len(PdfReader(io.BytesIO(made(paragraphs))).pages) == 3
    assert found.text.split("\n\n") == paragraphs
    assert found.fields == {
        "title": "Seoul weighs its application to the trade pact of the Pacific for one more long year",
        "pdf_created": "2024-03-14T09:00:00+00:00",
    }
    assert (found.origin, found.relative, found.line, found.notes) == ("/news/a.pdf", "news/a.pdf", 0, ())


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("A stated title", "Jane Doe; John Roe", {"title": "A stated title", "authors": "Jane Doe; John Roe"}),
        ("Microsoft Word - ban.docx", "Microsoft Office User", {}),
    ],
)
def test_what_the_file_says_of_itself_counts_unless_a_program_wrote_it(
    title: str, author: str, expected: dict[str, str]
) -> None:
    fields = read(made(story(1), title=title, author=author)).fields
    assert {name: fields[name] for name in expected} == expected
    assert ("authors" in fields) == ("authors" in expected)
    assert str(fields["title"]).startswith(expected.get("title", "Seoul weighs its application"))


def test_the_address_it_came_from_is_kept() -> None:
    (found,) = read_pdf(blob(made(story(1)), url="https://tide.example/a.pdf"))
    assert found.fields["url"] == "https://tide.example/a.pdf"


def test_a_page_with_nothing_but_a_headline() -> None:
    found = read(made([]))
    assert (
        found.fields["title"] == "Seoul weighs its application to the trade pact of the Pacific for one more long year"
    )
    assert found.text == "Daily Tide, 14 March 2024, 1"


def encrypted(password: str) -> bytes:
    writer, out = PdfWriter(clone_from=io.BytesIO(made(story(1)))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_a_file_that_opens_without_a_password_is_read() -> None:
    assert read(encrypted("")).text.endswith(story(1)[0])


# ---------------------------------------------------------------- what is not


def test_a_file_with_a_password_is_refused() -> None:
    assert refused(encrypted("secret")) == ENCRYPTED


def test_a_cipher_that_needs_more_than_pypdf_is_refused() -> None:
    cipher = b"/Filter /Standard /V 5 /R 6 /Length 256 /O <00> /U <00> /OE <00> /UE <00> /Perms <00> /P -4"
    cipher += b" /StmF /StdCF /StrF /StdCF /CF << /StdCF << /CFM /AESV3 >> >>"
    assert refused(raw(b"", trailer=b"/Encrypt << " + cipher + b" >> /ID [<00> <00>]")) == ENCRYPTED


def test_a_scanned_file_is_refused() -> None:
    reason = "has no text, only pictures; run text recognition over it first"
    assert refused(made([], running=False)) == f"/news/a.pdf: {reason}"


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"not a PDF", b"<html></html>" * 100])
def test_a_broken_file_is_refused(data: bytes) -> None:
    pattern = r"/news/a\.pdf: is not a PDF that can be read \(.+\); open it in a viewer and save it again"
    assert re.fullmatch(pattern, refused(data))


def raw(content: bytes, *, objects: bytes = b"", pages: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF put together by hand: one content stream for all of its pages."""
    packed = zlib.compress(content, 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b"3 0 R " * pages),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 600 800] /Resources"
        b" << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        objects or b"<< >>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    data, start = data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table), len(data)
    return data + b"trailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)


BOMB = b" " * 25_000_000
TEXT = b"BT /F1 12 Tf 50 700 Td (Some words here.) Tj ET "


def test_the_file_made_by_hand_can_be_read() -> None:
    assert read(raw(TEXT)).text == "Some words here."


def test_a_page_that_unpacks_to_far_more_than_words_is_told() -> None:
    found = refused(raw(TEXT + BOMB))
    assert found.startswith("/news/a.pdf: 1 of 1 pages cannot be read (page 1: ")


def test_a_page_with_steps_without_end_is_told() -> None:
    begin = time.monotonic()
    assert "1 of 1 pages cannot be read" in refused(raw(b"1 0 0 1 0 0 cm " * 80_000))
    assert time.monotonic() - begin < 20


def test_a_drawing_that_draws_itself_ends() -> None:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >>"
    form += b" /XObject << /X 6 0 R >> >> /Length %d >>\nstream\n%s\nendstream" % (len(TEXT) + 5, TEXT + b"/X Do")
    begin = time.monotonic()
    assert read(raw(b"/X Do " * 400, objects=form)).text.startswith("Some words here.")
    assert time.monotonic() - begin < 20


def test_more_pages_than_an_article_has_are_refused() -> None:
    reason = "has 1,001 pages; at most 1,000 are read, so split it"
    assert refused(raw(TEXT, pages=1001)) == f"/news/a.pdf: {reason}"


def test_pages_that_cannot_be_read_are_noted_and_the_others_read() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(made(story(25))))
    contents = cast("StreamObject", writer.pages[1]["/Contents"].get_object())
    contents._data = zlib.compress(BOMB)
    out = io.BytesIO()
    writer.write(out)
    found = read(out.getvalue())
    assert story(1)[0] in found.text
    (note,) = found.notes
    assert note.startswith("1 of 3 pages cannot be read (page 2: ")


def test_time_and_signs_are_limited() -> None:
    budget = Budget(seconds=1e-9)
    with pytest.raises(TooMuch, match="takes longer than 1e-09 s to read; save it again in a simpler form"):
        budget.spend()
    budget = Budget()
    budget.spend(10_000_000)
    for _ in range(2):
        with pytest.raises(TooMuch, match="draws more than 10,000,000 signs, which no article has; remove it"):
            budget.spend(1)


def test_pypdf_does_not_speak_for_us(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(raw(TEXT).replace(b"startxref\n", b"startxref\n1"))  # the table of contents is not where it says
    assert caplog.records == []


# ---------------------------------------------------------------- whatever comes


def check(data: bytes) -> None:
    try:
        for item in read_pdf(blob(data)):
            assert item.text.strip()
    except CorpusError as error:
        assert error.reason


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_an_article_or_an_error(data: bytes) -> None:
    check(data)
    check(b"%PDF-1.7\n" + data)
    check(raw(data))


@pytest.mark.parametrize("seed", range(4))
def test_any_damage_gives_an_article_or_an_error(seed: int) -> None:
    draw, whole = random.Random(seed), made(story(2), title="A", author="B")
    for _ in range(30):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 30)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        check(bytes(data[: draw.choice([len(data), draw.randrange(len(data))])]))
