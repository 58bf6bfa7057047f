"""Pairs of sentences worked by hand: those that disagree, and those that only look like it.

Each row: a question, day and sentence of the one outlet, day and sentence of the other, and why.
"""

from __future__ import annotations

from datetime import date

MAY = date(2024, 5, 10)
LATER = date(2024, 5, 12)
JUNE = date(2024, 6, 20)
NEXT_YEAR = date(2025, 5, 10)

Row = tuple[str, date, str, date, str, str]

DISAGREE: list[Row] = [
    (
        "How many people were hurt in the Dunholm train crash?",
        MAY, "The crash at Dunholm injured 41 people, the railway said.",
        LATER, "At least 60 people were injured in the crash at Dunholm, according to hospitals.",
        "counts",
    ),
    (
        "What did the city pay for the Ferrand bridge?",
        MAY, "The city paid 12 million euros for the Ferrand bridge.",
        JUNE, "For the Ferrand bridge the city paid €15.4 million, its accounts show.",
        "money, written in two ways",
    ),
    (
        "How long was the power cut in Orsk?",
        MAY, "The power cut in Orsk lasted 40 minutes.",
        MAY, "The power cut lasted about three hours, people in Orsk said.",
        "minutes and hours",
    ),
    (
        "How many marched in Port Ellis on Saturday?",
        LATER, "About 5,000 people marched through Port Ellis on Saturday, police said.",
        LATER, "More than 20,000 people marched through Port Ellis on Saturday, the unions said.",
        "police and unions",
    ),
    (
        "How many homes did the Calloway fire destroy?",
        MAY, "The fire destroyed 23 homes in Calloway.",
        LATER, "Thirty-one homes were destroyed by the fire in Calloway.",
        "number word",
    ),
    (
        "How far did the oil slick reach?",
        MAY, "The slick spread over 12 kilometres of the Sennen coast.",
        LATER, "The slick spread over 30 miles of the Sennen coast.",
        "kilometres and miles that are not the same",
    ),
    (
        "How many jobs will the mill at Strand cut?",
        MAY, "The mill at Strand will cut 300 jobs.",
        LATER, "The mill at Strand will cut 450 jobs.",
        "two reports of one plan within the week",
    ),
    (
        "What share of voters backed the dam?",
        MAY, "In the vote of 5 May, 52 percent of voters backed the dam.",
        JUNE, "On 5 May the dam was backed by 57 percent of voters.",
        "the same day, told weeks apart",
    ),
    (
        "How many turtles were released at Mora?",
        MAY, "Rangers released 120 turtles at Mora beach.",
        MAY, "Rangers released 85 turtles at Mora beach.",
        "same day",
    ),
    (
        "How many litres leaked into the Tamsin river?",
        MAY, "Some 9,000 litres of diesel leaked into the Tamsin river.",
        LATER, "Around 30 cubic metres of diesel leaked into the Tamsin river.",
        "litres and cubic metres that are not the same",
    ),
]  # fmt: skip

AGREE_OR_APART: list[Row] = [
    (
        "How many people work at the Strand mill?",
        MAY, "In 2022 the mill at Strand employed 900 people.",
        MAY, "In 2023 the mill at Strand employed 640 people.",
        "another year",
    ),
    (
        "How many tourists came to Mora?",
        MAY, "Some 48,000 tourists visited Mora in 2023.",
        NEXT_YEAR, "Mora had 61,000 tourists in 2024.",
        "another year, told a year later",
    ),
    (
        "How much water does the plant make?",
        MAY, "The plant at Orsk made 2,000 cubic metres of water a day.",
        LATER, "The plant at Orsk made 2 million litres of water a day.",
        "another unit",
    ),
    (
        "How long is the Ferrand tunnel?",
        MAY, "The Ferrand tunnel measured 16.1 kilometres.",
        LATER, "The Ferrand tunnel measured about 10 miles.",
        "kilometres and miles that are the same",
    ),
    (
        "How many people were hurt in Dunholm?",
        MAY, "The crash at Dunholm injured 41 people.",
        LATER, "The crash at Dunholm injured about 40 people.",
        "rounding",
    ),
    (
        "How many votes were cast in Calloway?",
        MAY, "In Calloway 57,911 votes were cast.",
        LATER, "Nearly 58,000 votes were cast in Calloway.",
        "rounding up",
    ),
    (
        "How many people were hurt in Dunholm?",
        MAY, "The crash at Dunholm injured 41 people.",
        LATER, "The crash at Dunholm injured more than 40 people.",
        "more than",
    ),
    (
        "What share of cases did the vaccine prevent?",
        MAY, "In the trial the vaccine prevented 78 percent of cases.",
        LATER, "In the trial the vaccine prevented almost four in five cases.",
        "a fraction in words",
    ),
    (
        "How many homes were destroyed?",
        MAY, "The fire destroyed 23 homes in Calloway.",
        LATER, "The fire destroyed 8 homes in Sennen.",
        "another place",
    ),
    (
        "How many people died in the Dunholm crash?",
        MAY, "Three people died in the crash at Dunholm.",
        LATER, "The crash at Dunholm injured 41 people.",
        "dead and injured",
    ),
    (
        "How many men and women were hired?",
        MAY, "The mill at Strand hired 40 men this spring.",
        LATER, "The mill at Strand hired 65 women this spring.",
        "other people",
    ),
    (
        "How many seats did the Reform party take?",
        MAY, "The Reform party won 27 of the 61 seats in the Moot.",
        LATER, "The Moot has 61 seats.",
        "part and whole",
    ),
    (
        "How many of the patients were children?",
        MAY, "Nine patients were treated in Orsk after the leak.",
        LATER, "Two of the patients were treated in Orsk for burns after the leak.",
        "some of them",
    ),
    (
        "What will the dam cost?",
        MAY, "The dam at Tamsin will cost 300 million euros, the ministry said.",
        NEXT_YEAR, "The dam at Tamsin cost 410 million euros.",
        "forecast and outcome",
    ),
    (
        "What does the dam cost?",
        MAY, "The official cost of the dam at Tamsin is 300 million euros.",
        NEXT_YEAR, "The official cost of the dam at Tamsin is 410 million euros.",
        "a state, a year later",
    ),
    (
        "How many cases of fever are there in Brindle?",
        MAY, "There are now 47 cases of fever in Brindle.",
        JUNE, "Brindle has 164 cases of fever.",
        "a count that grows",
    ),
    (
        "What is the limit on output?",
        MAY, "The inspectorate limited the output of the plant to 58 megawatts.",
        LATER, "The inspectorate cut the output of the plant to 31 megawatts on Friday, from 58 megawatts.",
        "the second tells both",
    ),
    (
        "What does a cubic metre of water cost in Orsk?",
        MAY, "Households in Orsk pay 3.10 euros for a cubic metre of water.",
        NEXT_YEAR, "From Thursday, households in Orsk pay 3.65 euros for a cubic metre of water.",
        "a price that rose",
    ),
    (
        "What is the bid for Calder?",
        MAY, "The bid values Calder at 4.38 billion dosts.",
        LATER, "The bid values Calder at 6.57 billion crowns.",
        "another currency",
    ),
    (
        "How much power does the reactor make?",
        MAY, "The reactor delivered 77 megawatts of electricity.",
        LATER, "The reactor delivered 250 megawatts of heat.",
        "of something else",
    ),
    (
        "What did shares do?",
        MAY, "Calder shares closed 1.4 percent higher on the Orsk exchange.",
        JUNE, "Calder shares closed 6.8 percent higher on the Orsk exchange.",
        "every day anew",
    ),
    (
        "How many people did the trams carry?",
        MAY, "Before the strike the trams of Orsk carried 61,000 people a day.",
        LATER, "During the strike the trams of Orsk carried 9,000 people a day.",
        "before and during",
    ),
    (
        "How many flights were cancelled?",
        MAY, "Orsk airport cancelled 585 flights on Friday.",
        LATER, "Orsk airport cancelled 210 flights on Saturday.",
        "another day",
    ),
    (
        "How deep and how long is the crack?",
        MAY, "The crack in the Ferrand dam was 9 metres long.",
        LATER, "The crack in the Ferrand dam was 2 metres deep.",
        "length and depth",
    ),
    (
        "How old is the mask?",
        MAY, "The mask is 3,100 years old.",
        LATER, "The museum lent the mask for ten years.",
        "age and duration",
    ),
    (
        "What does a ticket cost?",
        MAY, "A ride on the Orsk tram cost 2 euros a ticket.",
        LATER, "The Orsk tram cost 400 million euros.",
        "the price and the rate",
    ),
    (
        "Did 40 people come?",
        MAY, "The railway said that 41 people were hurt in the Dunholm crash.",
        LATER, "The railway denied that 60 people were hurt in the Dunholm crash.",
        "a value that is denied",
    ),
    (
        "How many hurt in the Dunholm crash?",
        MAY, "The crash at Dunholm injured 41 people.",
        LATER, "Another 12 people were injured in the crash at Dunholm.",
        "some more of them",
    ),
    (
        "Who is the mayor of Orsk?",
        MAY, "The fire destroyed 23 homes in Calloway.",
        LATER, "The fire destroyed 31 homes in Calloway.",
        "not what was asked",
    ),
]  # fmt: skip
