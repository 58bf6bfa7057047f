"""What asks something of the page's readers goes; what people in the news ask or say does not."""

from __future__ import annotations

import pytest

from rag.reading.cleaning.invitation import is_about_writer, is_contact, is_invitation


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to our newsletter.",
        "Subscribe now",
        "Sign up for our weekly letter",
        "Sign in to read the whole article.",
        "Create a free account to go on.",
        "Already a subscriber? Log in",
        "To continue reading, start your free trial.",
        "This article is for subscribers only.",
        "Discover more recipes here. Join the newsletter.",
        "Explore more insights into trade here.",
        "Get our newsletter for more stories about the region.",
        "Get “The Tide”, our newsletter on fish, every Friday.",
        "Join our WhatsApp channel for the news of the coast.",
        "Follow us on Facebook for more.",
        "Like us on Facebook",
        "Follow Jane Doe for news of fish on Bluesky.",
        "Download our app for alerts.",
        "Click here for the full list of ships.",
        "Support our journalism with a gift.",
        "Become a member",
        "Thank you for reading.",
        "Listen to the podcast wherever you like.",
        "Have a tip? We want to hear it.",
        "Love fish? Sign up for The Catch.",
        "All the fish and the ships: Sign up for the Tide's Sports newsletter.",
        "Fish news, every day. Get it in your inbox.",
        "Fish news, straight to your inbox with our letter",
        "A version of this story appeared in our newsletter. Not a subscriber? You can sign up here.",
        "The Tide app brings you the news. Download it for crosswords.",
        "Need a break? Check out our hub of puzzles and games!",
        "This form is protected by reCAPTCHA.",
    ],
)
def test_an_invitation(text: str) -> None:
    assert is_invitation(text)


@pytest.mark.parametrize(
    "text",
    [
        "Subscribers fell by 3 per cent.",
        "Subscribe to the treaty or leave, the minister said.",
        "Sign up for the army, the posters told young men.",
        "The company asked users to sign up for its newsletter.",
        "Signing up takes a minute.",
        "“Sign up here,” read the board at the door of the hall.",
        "Already a third of the fleet is at sea.",
        "This article of the treaty is disputed.",
        "Join us, Lee told the allies.",
        "Get the fish out first, he urged.",
        "Follow the money and you come to the port.",
        "Follow me, said the pilot.",
        "Explore the coast and you will find more of them here and there.",
        "Clicking here and there, he lost the file.",
        "Supporters of our journalism prize met in Seoul.",
        "Have a third of the fish been counted? Nobody knows.",
        "Love of fish brought them to Busan.",
        "Her inbox holds 3,000 letters.",
        "Fish " * 101,
    ],
)
def test_no_invitation(text: str) -> None:
    assert not is_invitation(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reach Jane Doe on X @janedoe.",
        "Contact Jane Doe: jane@tide.example. Follow her on Twitter @janedoe.",
        "Jane Doe covers fish for the Tide. Reach her at jane@tide.example.",
        "Jane Doe is a reporter for the Tide and can be reached via email at jane@tide.example.",
        "You can follow him on Bluesky @janedoe.tide.example.",
        "Email the reporter at jane@tide.example.",
        "Story idea? jane@tide.example",
        "jane@tide.example",
        "Twitter: @janedoe",
        "@janedoe",
    ],
)
def test_how_to_reach_a_writer(text: str) -> None:
    assert is_contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anyone who saw the ship is asked to write to the coast guard at tips@coast.example.",
        "Contact the coast guard at tips@coast.example.",
        "The minister wrote on X that the treaty was dead.",
        "The minister can be reached on X @minister, his office said.",
        "He did not reach Congress on X or elsewhere.",
        "Contact Energy raised its prices.",
        "Follow Lee on Twitter, she told the crowd.",
    ],
)
def test_how_to_reach_somebody_else(text: str) -> None:
    assert not is_contact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe is a columnist for the Daily Tide. She lives in Seoul.",
        "Jane van Doe is the Tide’s Books Reporter, where she covers poems. She is an editor too.",
        "Lucan Averill writes a column for Public Square every second week.",
        "Ann Low is a professor of law at the University of Tessaly.",
        "The writer is a former editor of the Tide.",
        "Bo Ek, who lives in Ostrand, is the author of two books on cod.",
    ],
)
def test_who_the_writer_is(text: str) -> None:
    assert is_about_writer(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe said that a reporter was there.",
        "Jane Doe is the daughter of a fisherman.",
        "Doe is a reporter, and was arrested in May.",
        "Jane Doe was a reporter for the Tide until her arrest in May.",
        "A reporter for the Tide was arrested.",
    ],
)
def test_who_somebody_else_is(text: str) -> None:
    assert not is_about_writer(text)
