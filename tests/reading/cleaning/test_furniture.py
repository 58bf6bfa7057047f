"""Each rule with a paragraph it takes away and a like one of the body that it leaves."""

from __future__ import annotations

import pytest

from rag.reading.cleaning.furniture import body

BEFORE = "Lee spoke to NHK in Seoul on Monday. He was brief."
AFTER = "The two countries have traded in fish and in words since the treaty of that name was signed in the spring."


def kept(*paragraphs: str) -> list[str]:
    return list(body(paragraphs))


@pytest.mark.parametrize(
    "furniture",
    [
        # boxes
        "Did you know? Fish swim.",
        "Pro Tip: Stay informed.",
        "• Pro tip – stay informed.",
        "Tags: trade, fish",
        "Photo: A. Reporter",
        "PHOTO: Residents walk past the plant on Monday. A. Reporter",
        "Image credit: Daily Tide",
        "© 2024 Daily Tide",
        "Copyright 2024 Daily Tide",
        "(c) 2024 Daily Tide. All rights reserved.",
        "This site uses cookies.",
        "We and our partners use cookies to improve your experience.",
        "Accept all cookies",
        "Share this article",
        "Share this story with a friend.",
        "Read more: Seoul waits",
        "Read more: How a recount works.",
        "Also read: Seoul waits",
        "(This story was updated to add new information.)",
        "This article has been updated with a new photograph.",
        "If you buy through our links, we may earn a commission.",
        "Unable to view our maps? Click here for all of them.",
        "Video Ad Feedback Why the ferry is late 02:56 • Source: Channel Nine",
        # buttons
        "ADVERTISEMENT",
        "Advertisement",
        "Story continues below advertisement",
        "Article continues after this newsletter",
        "Share",
        "Facebook Twitter Email",
        "Share on Facebook",
        "Print | Email",
        "Copy link",
        "Follow us",
        "Follow us on Mastodon",
        "Listen to this article",
        "Listen to this article 4 min",
        "3 min read",
        "5 minute read",
        "Reading time: 3 minutes",
        "Updated 5 hours ago",
        "Published an hour ago",
        "2 hours ago",
        "File photo",
        "Getty Images",
        "AP Photo",
        "Sign in",
        "Show comments",
        "View all photos",
        "Photo 3 of 12",
        "Read more here.",
        "Read the full story.",
        "Continue reading",
        "Skip to main content",
        "Back to top",
        "All rights reserved.",
        # labels of links
        "Related: Seoul waits",
        "RELATED: Seoul waits",
        "More: Seoul waits",
        "MORE:Seoul waits",
        "More on the treaty: Seoul waits for an answer from Tokyo",
        "Watch: Seoul waits",
        "See also: Seoul waits",
        "In case you missed it: Seoul waits",
        "Live updates: Seoul waits",
        "Filed under: Trade",
        "Filed in Trade, Fish",
    ],
)
def test_furniture_goes_wherever_it_stands(furniture: str) -> None:
    assert kept(BEFORE, furniture, AFTER) == [BEFORE, AFTER]


@pytest.mark.parametrize(
    "line",
    [
        "Readers did not subscribe to that view. Did you know? he asked.",
        "Protips are a kind of fish.",
        "Tagged fish were found off the coast.",
        "Photographs of the plant were shown.",
        "Copyright law is about to change.",
        "Cookies and tea were served.",
        "Sharing this burden is hard.",
        "Share prices fell by 4 per cent on Monday.",
        "Share this burden, he told the allies.",
        "Read more widely, the judge told the pupils.",
        "This story was first told in 1924.",
        "Correction: This story misstated the year of the treaty.",
        "This story was updated to correct the year of the treaty.",
        "Advertisement spending rose by 4 per cent.",
        "The story continues in Tokyo.",
        "Print sales fell.",
        "Facebook and Twitter were blocked.",
        "Follow US guidance, the minister told exporters.",
        "Follow us, he told the crowd outside the fish hall.",
        "Listen to this, said Lee.",
        "Three minutes were enough.",
        "Updated figures are due on Friday.",
        "Two hours ago the ship was still afloat.",
        "File photo archives were lost in the fire.",
        "Getty was the founder's name.",
        "Sign in Korean hung over the door.",
        "Related: the two firms also share a chairman, court records show.",
        "More: that is what the union wants, and it wants it by the end of the year.",
        "More than 40 ships were at sea.",
        "Watch towers stand along the border.",
        "Filed under seal, the papers name nobody.",
        "Topic of the day was fish.",
        "Snow: 3.4 cm, against the 2.9 cm that a usual week has",
        "The Herring Question and the Northern Pact",
        "Mending Ties with Norland: A Slow Road",
        "• Fish: 44,500 tonnes",
        "Comments by the minister were brief.",
        "You may also like fish, said Lee.",
        "FAQ pages are common.",
        "Related articles of the treaty were struck out.",
        "Most read it as a threat.",
        "More on that later.",
    ],
)
def test_body_that_resembles_furniture_stays(line: str) -> None:
    assert kept(BEFORE, line, AFTER) == [BEFORE, line, AFTER]


@pytest.mark.parametrize("furniture", ["Sign up for our daily mail.", "Reach Jane Doe on X @jane", "Fish. Bo Ek/AFP"])
def test_what_other_files_know_as_furniture_goes(furniture: str) -> None:
    assert kept(BEFORE, furniture, AFTER) == [BEFORE, AFTER]


def test_a_caption_is_no_caption_if_it_ends_as_a_sentence() -> None:
    assert kept(BEFORE, "The picture was taken by Bo Ek/AFP.") == [BEFORE, "The picture was taken by Bo Ek/AFP."]


def test_a_long_paragraph_is_body_unless_it_is_a_named_box() -> None:
    promotion = "Sign up for our newsletter. " + "Fish are told of in it. " * 25
    assert kept(promotion, "Did you know? " + promotion) == [promotion]


# ---------------------------------------------------------------- by position


@pytest.mark.parametrize(
    "heading", ["Leave a Comment", "Comments (3)", "12 comments", "Join the discussion", "Have your say"]
)
def test_nothing_below_the_heading_of_the_comments_is_body(heading: str) -> None:
    assert kept(BEFORE, heading, AFTER, AFTER) == [BEFORE]


@pytest.mark.parametrize(
    "heading",
    [
        *("You may also like", "Related articles:", "Recommended for you", "More from us", "More on this story"),
        *("Most read", "Most popular in Trade", "Editor's picks", "Latest news", "Stories for you", "Around the web"),
    ],
)
def test_below_the_heading_of_a_list_of_links_the_links_go(heading: str) -> None:
    links = ["Fish prices doubled overnight.", "Seoul waits", "A teaser of a few words only, as they stand there."]
    assert kept(BEFORE, heading, *links) == [BEFORE]
    assert kept(BEFORE, heading, *links, AFTER, AFTER) == [BEFORE, AFTER, AFTER]


@pytest.mark.parametrize(
    "heading", ["Read more:", "See also", "Don’t miss", "In this story", "Trending", "More on fish"]
)
def test_below_the_heading_of_a_link_the_body_goes_on_with_the_first_sentences(heading: str) -> None:
    assert kept(BEFORE, heading, "Seoul waits", "Tokyo does not", AFTER) == [BEFORE, AFTER]


@pytest.mark.parametrize("button", ["Comments", "Leave a comment", "Related articles", "Recommended for you"])
def test_above_the_body_such_a_heading_is_a_button(button: str) -> None:
    assert kept("A Headline", button, AFTER, BEFORE) == ["A Headline", AFTER, BEFORE]


def test_the_faq_goes_and_the_body_goes_on_below() -> None:
    answers = ["FAQ", "• What is it? A pact.", "• Who is in it? Twelve."]
    asked = ["Frequently Asked Questions:", "What is it?", "A pact."]
    assert kept(BEFORE, *answers, AFTER) == [BEFORE, AFTER]
    assert kept(BEFORE, *asked, AFTER) == [BEFORE, AFTER]
    assert kept(BEFORE, "FAQ") == [BEFORE]


@pytest.mark.parametrize("line", ["CNN —", "Hong Kong CNN —", "Conakry, Guinea Reuters —"])
def test_a_dateline_by_itself_goes_at_the_top_only(line: str) -> None:
    assert kept(line, AFTER) == [AFTER]
    assert kept(*[AFTER] * 4, line) == [*[AFTER] * 4, line]
    assert kept("— He left.", AFTER) == ["— He left.", AFTER]


@pytest.mark.parametrize("line", ["– James Powel", "Contributing: Reuters", "Jane Doe contributed to this report."])
def test_a_line_of_credits_goes(line: str) -> None:
    assert kept(BEFORE, line, AFTER) == [BEFORE, AFTER]


@pytest.mark.parametrize(
    ("before", "after"),
    [("“Fish are friends.”", AFTER), ('"Fish are friends."', AFTER), ("– Ada Low", AFTER), (BEFORE, "– Ada Low")],
)
def test_a_name_after_a_dash_stays_below_a_quotation_and_in_a_list(before: str, after: str) -> None:
    assert kept(before, "– James Powel", after) == [before, "– James Powel", after]


def test_who_the_writer_is_stays() -> None:
    writer = "Jane Doe is a columnist for the Daily Tide. She lives in Seoul."
    assert kept(BEFORE, AFTER, writer) == [BEFORE, AFTER, writer]
    assert kept(BEFORE, AFTER, writer, "Sign up for our newsletter.") == [BEFORE, AFTER, writer]


def test_paragraphs_come_back_unchanged_and_in_order() -> None:
    odd = ["  two  spaces ", "• item", "", "“Quoted”"]
    assert kept(BEFORE, *odd, AFTER) == [BEFORE, *odd, AFTER]
    assert kept() == []
