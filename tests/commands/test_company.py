from datetime import timedelta

import pytest

from bot.domain.reading import Mention, Role, Status
from tests.cards.telling import ALIBABA, BABA, NOON, dollars, film_reading, reading
from tests.commands.office import Office


@pytest.fixture
def office() -> Office:
    return Office()


async def test_a_company_nobody_told_about(office: Office) -> None:
    answer = await office.says("company microsoft")
    assert "No commitment of Microsoft (MSFT) is known" in answer
    assert "<watch MSFT>" in answer


async def test_commitments_are_summed_once_each(office: Office) -> None:
    await office.told(film_reading(), post=BABA)
    await office.told(reading(article="b", commitment=dollars("1e9", purpose="a data hall")))
    again = reading(
        article="c", commitment=dollars("1e9", purpose="the data hall"), at=NOON + timedelta(days=9)
    )
    await office.told(again, at=NOON + timedelta(days=9))
    rumour = reading(article="d", status=Status.RUMOURED, commitment=dollars("7e9", purpose="a railway"))
    await office.told(rumour)
    answer = await office.says("company 9988.HK")
    assert "Alibaba (9988.HK) has committed $1.64B in 2 commitments" in answer
    assert "told 2 times, counted once" in answer
    assert "rumoured, not counted" in answer


async def test_money_of_others_is_shown_but_not_summed(office: Office) -> None:
    backer = Mention("Ardmore Capital", None, (), Role.INVESTOR, ())
    target = Mention(ALIBABA.name, BABA, (), Role.TARGET, ())
    await office.told(reading(companies=(backer, target), commitment=dollars("1e9")))
    answer = await office.says("company BABA")
    assert "has committed nothing firm so far" in answer
    assert "money of others, not counted" in answer


async def test_a_typo_is_answered_with_what_it_may_mean(office: Office) -> None:
    answer = await office.says("company Microsfot")
    assert "names no listed company" in answer
    assert "<company MSFT>" in answer
