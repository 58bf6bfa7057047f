"""What is stated counts in its short form, unless the text plainly says otherwise."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.reading.known.language import language_of

ENGLISH = "The council voted on Tuesday to close the harbour bridge until engineers have looked at the cracks in it. "
TEXTS = {
    "en": ENGLISH,
    "de": "Der Gemeinderat hat am Dienstag beschlossen, die Hafenbrücke zu sperren, bis die Risse untersucht sind.",
    "fr": "Le conseil municipal a décidé mardi de fermer le pont du port jusqu'à ce que les fissures soient examinées.",
    "es": "El ayuntamiento decidió el martes cerrar el puente del puerto hasta que se revisen las grietas.",
    "it": "Il consiglio comunale ha deciso martedì di chiudere il ponte del porto finché le crepe non saranno viste.",
    "pt": "A câmara municipal decidiu na terça-feira fechar a ponte do porto até que as rachaduras sejam examinadas.",
    "nl": "De gemeenteraad besloot dinsdag de havenbrug te sluiten totdat de scheuren zijn onderzocht.",
    "sv": "Kommunfullmäktige beslutade på tisdagen att stänga hamnbron tills sprickorna har undersökts.",
    "fi": "Kaupunginvaltuusto päätti tiistaina sulkea satamasillan, kunnes halkeamat on tutkittu.",
    "pl": "Rada miasta zdecydowała we wtorek o zamknięciu mostu portowego do czasu zbadania pęknięć.",
    "cs": "Městská rada v úterý rozhodla uzavřít přístavní most, dokud nebudou trhliny prozkoumány.",
    "hu": "A városi tanács kedden úgy döntött, hogy lezárja a kikötői hidat, amíg a repedéseket meg nem vizsgálják.",
    "ro": "Consiliul local a hotărât marți să închidă podul portului până când fisurile vor fi examinate.",
    "tr": "Belediye meclisi salı günü, çatlaklar incelenene kadar liman köprüsünü kapatma kararı aldı.",
    "ru": "Городской совет решил во вторник закрыть портовый мост, пока инженеры не осмотрят трещины.",
    "uk": "Міська рада вирішила у вівторок закрити портовий міст, доки інженери не оглянуть тріщини.",
    "el": "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κλείσει τη γέφυρα του λιμανιού.",
    "ar": "قرر المجلس البلدي يوم الثلاثاء إغلاق جسر الميناء حتى يفحص المهندسون الشقوق.",
    "fa": "شورای شهر روز سه‌شنبه تصمیم گرفت پل بندر را تا بررسی ترک‌های پایه‌ها ببندد.",
    "he": "מועצת העיר החליטה ביום שלישי לסגור את גשר הנמל עד שמהנדסים יבדקו את הסדקים.",
    "hi": "नगर परिषद ने मंगलवार को बंदरगाह का पुल तब तक बंद रखने का फैसला किया जब तक दरारों की जाँच नहीं होती।",
    "zh": "市议会星期二决定关闭港口大桥，直到工程师检查完桥墩上的裂缝为止。",
    "ja": "市議会は火曜日、技術者が橋脚のひび割れを調べるまで港の橋を閉鎖することを決めた。",
    "ko": "시의회는 화요일에 기술자들이 교각의 균열을 조사할 때까지 항구 다리를 폐쇄하기로 결정했다.",
    "vi": "Hội đồng thành phố hôm thứ Ba quyết định đóng cửa cây cầu cảng cho đến khi các vết nứt được kiểm tra.",
    "id": "Dewan kota pada hari Selasa memutuskan untuk menutup jembatan pelabuhan sampai retakannya diperiksa.",
    "th": "สภาเมืองตัดสินใจเมื่อวันอังคารให้ปิดสะพานท่าเรือจนกว่าวิศวกรจะตรวจสอบรอยร้าว",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert language_of(TEXTS[language], "") == (language, "text", "")


def test_capitals_are_no_other_language() -> None:
    assert language_of(ENGLISH.upper(), "") == ("en", "text", "")


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        *(("en", "en"), ("en-US", "en"), ("EN_gb", "en"), ("eng", "en"), ("English", "en"), ("en_US.UTF-8", "en")),
        *(
            ("zh-Hant", "zh"),
            ("zho", "zh"),
            ("cn", "zh"),
            ("iw", "he"),
            ("ger", "de"),
            ("German", "de"),
            ("fil", "fil"),
        ),
    ],
)
def test_what_is_stated_is_put_in_its_short_form(stated: str, code: str) -> None:
    assert language_of("Kurz.", stated) == (code, "metadata", "")


def test_a_text_that_is_too_short_is_believed_what_it_states_or_taken_for_english() -> None:
    assert language_of("Zu kurz, um es zu sagen.", "") == ("en", "assumed", "")
    assert language_of("", "") == ("en", "assumed", "")
    assert language_of("1234567890 " * 50, "") == ("en", "assumed", "")


@pytest.mark.parametrize("stated", ["Klingonese", "x", "1", "the language of the text, which is German"])
def test_what_is_no_code_is_left_out_and_said(stated: str) -> None:
    note = f"language: {stated[:30]!r} is not a language code such as en; left out"
    assert language_of(TEXTS["de"], stated) == ("de", "text", note)
    assert language_of("Kurz.", stated) == ("en", "assumed", note)


def test_a_long_text_outranks_what_it_states() -> None:
    note = "language: en-US is stated, but the text is in de; de is kept"
    assert language_of(TEXTS["de"] * 3, "en-US") == ("de", "text", note)
    assert language_of(TEXTS["de"], "en-US") == ("en", "metadata", "")  # not long enough


@pytest.mark.parametrize(("stated", "text"), [("nb", "da"), ("no", "da"), ("ms", "id"), ("yue", "zh")])
def test_languages_that_are_much_alike_do_not_contradict(stated: str, text: str) -> None:
    danish = "Byrådet besluttede tirsdag at lukke havnebroen, indtil ingeniører har undersøgt revnerne i pillerne. "
    assert language_of({**TEXTS, "da": danish}[text] * 5, stated) == (stated, "metadata", "")


def test_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: language_of(text, "")[0], list(TEXTS.values()) * 4))
    assert found == list(TEXTS) * 4


def test_a_long_text_takes_no_longer_than_a_short_one() -> None:
    language_of(ENGLISH, "")
    text = ENGLISH * 20_000
    start = time.thread_time()
    for _ in range(20):
        language_of(text, "en")
    assert (time.thread_time() - start) / 20 < 0.02
