import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.wording.language import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Acme to spend $3 billion on a plant in Ohio", "en"),
        ("Acme buys Bolt", "en"),
        ("", "en"),
        ("ACME Q3 EPS $1.12 vs $1.11 Est., Sales $3.4B vs $3.3B Est.", "en"),
        ("Toyota (トヨタ) to build a plant", "en"),
        ("De La Rue and El Al plan a joint venture in Le Havre", "en"),
        ("Volkswagen investiert zwei Milliarden Euro in eine neue Fabrik", "de"),
        ("Total va investir 3 milliards d’euros dans une usine", "fr"),
        ("Telefónica invertirá 500 millones en una red para Brasil", "es"),
        ("Vale investe 5 bilhões em uma nova mina", "pt"),
        ("Enel investe 2 miliardi di euro nella rete", "it"),
        ("KPN neemt een concurrent over voor 3 miljard euro", "nl"),
        ("Ericsson köper bolag för två miljarder kronor", "sv"),
        ("Orlen kupuje spółkę za 3 mld złotych", "pl"),
        ("トヨタ、新工場に1000億円を投資", "ja"),
        ("腾讯将投资50亿美元建设数据中心", "zh"),
        ("삼성전자, 신규 공장에 20조원 투자", "ko"),
        ("Завод построит новая компания", "ru"),
        ("Завод збудує компанія її", "uk"),
        ("أعلنت الشركة عن استثمار", "ar"),
        ("החברה תשקיע במפעל חדש", "he"),
        ("Η εταιρεία επενδύει", "el"),
    ],
)
def test_names_the_language(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Amazon.com, JD.com gain",
        "Das Keyboard and Pão de Açúcar owner to merge, the two said",
        "Le Monde, La Poste, El País: the press in Europe looks for a new owner with money",
        "The Λ-2 reactor of Kärnfull will be built by 2031",
    ],
)
def test_foreign_names_do_not_make_a_text_foreign(text: str) -> None:
    assert language_of(text) == "en"


@given(st.text())
def test_always_names_one(text: str) -> None:
    assert len(language_of(text)) == 2


def test_a_long_text_takes_no_longer() -> None:
    started = time.perf_counter()
    language_of("é\u0439a " * 200_000)
    assert time.perf_counter() - started < 0.5
