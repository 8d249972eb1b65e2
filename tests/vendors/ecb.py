"""The European Central Bank's files of exchange rates on the loopback: the last day, 90 days, all of them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from aiohttp import web

from tests.vendors.frankfurter import DAYS
from tests.vendors.loopback import Loopback

NAMESPACES = (
    'xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
    'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"'
)


class Ecb(Loopback):
    """The server. With `status` it answers only that; with `body`, that instead of a file."""

    def __init__(self, days: Mapping[date, Mapping[str, str]] = DAYS) -> None:
        self.days = dict(days)
        self.asked: list[str] = []
        self.status: int | None = None
        self.body: str | None = None
        app = web.Application()
        app.router.add_get("/stats/eurofxref/{file}", self._answer)
        super().__init__(app)

    @property
    def url(self) -> str:
        return f"http://{self.place}/stats/eurofxref"

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["file"]
        self.asked.append(name)
        if self.status is not None:
            return web.Response(status=self.status)
        newest = max(self.days)
        match name:
            case "eurofxref-daily.xml":
                text = document(self.days, [newest], mark="'")  # with these marks, and the others without
            case "eurofxref-hist-90d.xml":
                days = [day for day in self.days if day > newest - timedelta(days=90)]
                text = document(self.days, days)
            case "eurofxref-hist.xml":
                text = document(self.days, self.days)
            case _:
                return web.Response(status=404)
        return web.Response(text=text if self.body is None else self.body, content_type="text/xml")


def document(rates: Mapping[date, Mapping[str, str]], days: Iterable[date], mark: str = '"') -> str:
    """Return a file with some days, the newest first."""
    cubes = []
    for day in sorted(days, reverse=True):
        inner = "".join(
            f"<Cube currency={mark}{currency}{mark} rate={mark}{rate}{mark}/>"
            for currency, rate in rates[day].items()
        )
        cubes.append(f"<Cube time={mark}{day}{mark}>{inner}</Cube>")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gesmes:Envelope {NAMESPACES}>'
        "<gesmes:subject>Reference rates</gesmes:subject>"
        "<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>"
        f"<Cube>{''.join(cubes)}</Cube></gesmes:Envelope>"
    )
