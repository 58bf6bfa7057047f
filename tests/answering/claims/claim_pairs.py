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
    (
        "How many soldiers were killed in the attack on the Kelm barracks?",
        MAY, "The attack on the barracks in Kelm killed 14 soldiers, the army said on Friday.",
        MAY, "A hospital in Kelm counted 31 soldiers killed in Friday's attack on the barracks.",
        "army and hospital",
    ),
    (
        "How much did the Larsen painting sell for?",
        MAY, "The Larsen painting sold for $2.1 million at auction in Vell on Thursday night.",
        LATER, "At the auction in Vell, the Larsen painting fetched 1.7 million dollars.",
        "sold and fetched",
    ),
    (
        "How old was the driver?",
        MAY, "The driver of the lorry, who is 34 years old, was arrested in Kelm.",
        LATER, "Police in Kelm arrested the driver of the lorry, who is 43 years old.",
        "age",
    ),
    (
        "By how much did rents in Vell rise in 2023?",
        MAY, "Rents in Vell rose by 6.2 percent in 2023, the city said.",
        LATER, "In 2023 rents in Vell rose by 9 percent, according to the tenants' union.",
        "the same year",
    ),
    (
        "How many wolves live in the Harrow forest?",
        MAY, "The Harrow forest is home to 42 wolves, the ministry says.",
        LATER, "Hunters say that more than 70 wolves live in the Harrow forest.",
        "state within the week",
    ),
    (
        "How many passengers were on the ferry?",
        MAY, "The ferry Astrid carried 212 passengers when it ran aground off Mora.",
        LATER, "When it ran aground off Mora, the ferry Astrid had 260 passengers on board.",
        "carried and had on board",
    ),
    (
        "How deep is the new harbour?",
        MAY, "The new harbour at Sennen is 14 metres deep.",
        LATER, "At Sennen the new harbour is 11 metres deep, pilots say.",
        "dimension",
    ),
    (
        "What fine did Brightco get?",
        MAY, "A court fined Brightco 3 million euros for price fixing.",
        MAY, "Brightco was fined 5 million euros for price fixing, its lawyers said.",
        "fine",
    ),
    (
        "How many trees were felled for the road?",
        MAY, "Workers felled 1,900 trees for the Harrow bypass.",
        JUNE, "For the Harrow bypass, 2,600 trees were felled, activists counted.",
        "weeks apart",
    ),
    (
        "How long did the hearing last?",
        MAY, "The hearing of the minister lasted six hours.",
        LATER, "The minister's hearing went on for just over four hours.",
        "lasted and went on",
    ),
    (
        "When did the Harrow dam burst?",
        MAY, "The Harrow dam burst on 3 May, the ministry said.",
        LATER, "The Harrow dam burst on 4 May, people in the valley say.",
        "days",
    ),
    (
        "When was the treaty signed?",
        MAY, "The fishing treaty with Orland was signed on 14 March 1998 in Vell.",
        LATER, "The fishing treaty with Orland was signed on 16 March 1998 in Vell.",
        "days of a year",
    ),
    (
        "How many birds died at Sennen?",
        MAY, "About 400 birds died on the beach at Sennen last week.",
        LATER, "Wardens counted 1,100 dead birds on the beach at Sennen last week.",
        "died and dead",
    ),
    (
        "What salary was the coach promised?",
        MAY, "Kelm promised its coach 80,000 euros a month.",
        LATER, "The coach was promised 120,000 euros a month by Kelm.",
        "per month",
    ),
    (
        "How much of the harvest was lost?",
        MAY, "The frost destroyed half of the apple harvest in Orland.",
        LATER, "Frost destroyed 20 percent of the apple harvest in Orland, farmers said.",
        "half and percent",
    ),
    (
        "How many bidders were there for the port?",
        MAY, "Seven companies bid for the port of Sennen.",
        LATER, "Four companies bid for the port of Sennen, the ministry said.",
        "small numbers",
    ),
    (
        "How many prisoners escaped from Kelm jail?",
        MAY, "Eleven prisoners escaped from the jail in Kelm on Monday.",
        LATER, "On Monday 19 prisoners broke out of the jail in Kelm.",
        "escaped and broke out",
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
    (
        "How many soldiers were killed in Kelm?",
        MAY, "The attack on the barracks in Kelm killed 14 soldiers.",
        NEXT_YEAR, "An attack on the barracks in Kelm killed 6 soldiers on Monday.",
        "another attack",
    ),
    (
        "How much did unemployment change?",
        MAY, "Unemployment in Vell fell to 5.1 percent in April.",
        JUNE, "Unemployment in Vell fell to 4.8 percent in May.",
        "another month",
    ),
    (
        "What is the death toll?",
        MAY, "The death toll of the Mora flood stands at 17.",
        LATER, "The death toll of the Mora flood has risen to 23 people.",
        "a toll that rises",
    ),
    (
        "What did the Larsen painting sell for?",
        MAY, "The Larsen painting sold for $2.1 million.",
        LATER, "The Larsen painting was expected to sell for $900,000.",
        "estimate and price",
    ),
    (
        "How many passengers?",
        MAY, "The ferry Astrid carried 212 passengers.",
        LATER, "The ferry Astrid can carry 400 passengers.",
        "carried and can carry",
    ),
    (
        "How many people live in Vell?",
        MAY, "Vell has 310,000 inhabitants.",
        LATER, "Greater Vell has 1.2 million inhabitants.",
        "city and region",
    ),
    (
        "How many goals did Kelm score?",
        MAY, "Kelm scored three goals against Vell.",
        LATER, "Kelm scored two goals against Mora.",
        "another match",
    ),
    (
        "How many homes lost power?",
        MAY, "The storm left 12,000 homes in Kelm without power on Thursday night.",
        LATER, "By Sunday 3,000 homes in Kelm were still without power.",
        "later the same week",
    ),
    (
        "How much rice did Orland export?",
        MAY, "Orland exported 3 million tonnes of rice in 2023.",
        LATER, "Orland imported 1 million tonnes of rice in 2023.",
        "exports and imports",
    ),
    (
        "What does the minister earn?",
        MAY, "The minister earns 9,000 euros a month.",
        LATER, "The minister earns 108,000 euros a year.",
        "another rate",
    ),
    (
        "How many jobs?",
        MAY, "Brightco will create 400 jobs in Kelm.",
        LATER, "Brightco will create 1,000 jobs in Orland, 400 of them in Kelm.",
        "whole with its part",
    ),
    (
        "How many wolves?",
        MAY, "Of the 42 wolves in the Harrow forest, nine were shot last year.",
        LATER, "Hunters shot 42 wolves in the Harrow forest between 2015 and 2020.",
        "shot and living",
    ),
    (
        "What did the poll say?",
        MAY, "In a poll by Norvox 44 percent backed the treaty.",
        LATER, "In a poll by Datum 51 percent backed the treaty.",
        "two polls",
    ),
    (
        "How many people came to the fair?",
        MAY, "On its first day the Vell fair drew 8,000 visitors.",
        LATER, "The Vell fair drew 61,000 visitors in five days.",
        "a day and all days",
    ),
    (
        "How tall is the tower?",
        MAY, "The tower in Vell rises 180 metres.",
        LATER, "The tower in Vell rises about 590 feet.",
        "metres and feet",
    ),
    (
        "When did the Harrow dam burst?",
        MAY, "The Harrow dam burst on 3 May.",
        LATER, "The Harrow dam burst on Friday, May 3.",
        "the same day",
    ),
    (
        "When does the fair open?",
        MAY, "The Vell fair opens on 3 June.",
        JUNE, "The Vell fair closed on 19 June.",
        "opens and closes",
    ),
    (
        "When did talks take place?",
        MAY, "The ministers met in Vell on 3 May.",
        LATER, "The ministers met in Vell on 11 May.",
        "two meetings",
    ),
    (
        "How many birds died?",
        MAY, "The oil killed 400 birds at Sennen.",
        LATER, "Volunteers cleaned 1,100 birds at Sennen.",
        "killed and cleaned",
    ),
    (
        "How much is the fine?",
        MAY, "A court fined Brightco 3 million euros.",
        LATER, "Brightco made a profit of 45 million euros.",
        "fine and profit",
    ),
    (
        "How many homes?",
        MAY, "The plan would build 500 homes in Vell.",
        LATER, "The council approved 350 homes in Vell.",
        "plan and decision",
    ),
    (
        "How many people took part?",
        MAY, "Some 200 people took part in the vigil in Kelm on Thursday.",
        LATER, "Some 2,000 people took part in the vigil in Kelm on Saturday.",
        "two days",
    ),
    (
        "What is the interest rate?",
        MAY, "The central bank of Orland raised its rate to 4.5 percent.",
        JUNE, "The central bank of Orland raised its rate to 4.75 percent.",
        "two decisions",
    ),
    (
        "How many ships wait?",
        MAY, "On Monday 14 ships waited off Mora.",
        LATER, "On Saturday 31 ships waited off Mora.",
        "weekdays",
    ),
    (
        "How many doctors left?",
        MAY, "In Orland 310 doctors left the country in 2022.",
        LATER, "Since 2015 more than 2,400 doctors have left Orland.",
        "a year and all years",
    ),
    (
        "What share voted?",
        MAY, "In Kelm 61 percent of voters backed the mayor.",
        LATER, "In Kelm 61 percent backed the mayor and 39 percent her rival.",
        "the same and the rest",
    ),
    (
        "How much does the bridge weigh?",
        MAY, "The bridge weighs 1,200 tonnes.",
        LATER, "The bridge weighs 1.2 million kilograms.",
        "tonnes and kilograms",
    ),
    (
        "How fast was the train going?",
        MAY, "The train entered the curve at 120 kilometres an hour.",
        LATER, "The train entered the curve at 80 miles an hour, the recorder shows.",
        "speeds that round to one",
    ),
]  # fmt: skip
