from bot.config import Environment
from bot.fetch import Fetcher
from bot.plugins import find
from bot.ports import PriceProvider
from tests.cards.telling import BABA, NOON


async def test_it_knows_nothing() -> None:
    module = find("prices", "none")
    settings = Environment({}).section(module.Settings, {"kind": "none"}, "[prices]")
    fetcher = Fetcher()
    provider: PriceProvider = module.build(settings, fetcher)
    assert provider.name == "none"
    assert not provider.knows(BABA)
    assert await provider.snapshots([BABA], NOON) == {}
    await provider.close()
    await fetcher.close()
