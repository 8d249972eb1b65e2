"""What the loopback vendors of prices have in common: a place, a key, so many requests a minute, and
refusals."""

import json
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.vendors.loopback import Loopback
from tests.vendors.trading import Tape

LONGEST_ADDRESS = 8_000  # characters; what stands before the vendors takes no more


class PriceServer(Loopback):
    """A server over a tape. `asked` are the requests so far. `answer`, where it is set, is given in place of
    every answer; `twist` changes what one says; `room` is how many requests the minute still allows, None for
    any number."""

    kind: str

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: Callable[[str], web.Response | None] | None = None
        self.twist: Callable[[Any], Any] | None = None
        self.room: int | None = None
        app = web.Application(middlewares=[self._guarded()])
        self.routes(app.router)
        super().__init__(app)

    @property
    def url(self) -> str:
        return f"http://{self.place}"

    @abstractmethod
    def routes(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""

    @abstractmethod
    def is_known(self, request: web.Request) -> bool:
        """Tell whether the right key came along."""

    @abstractmethod
    def unknown(self) -> web.Response:
        """Answer who has no key."""

    @abstractmethod
    def too_often(self) -> web.Response:
        """Answer who asks too often."""

    def _guarded(self) -> Any:
        @web.middleware
        async def guard(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            self.asked.append((request.path, dict(request.query)))
            if len(request.path_qs) > LONGEST_ADDRESS:
                return web.Response(status=414, text="<html>414 Request-URI Too Large</html>")
            if not self.is_known(request):
                return self.unknown()
            if self.room is not None:
                if not self.room:
                    return self.too_often()
                self.room -= 1
            if self.answer is not None and (answer := self.answer(request.path)) is not None:
                return answer
            given = await handler(request)
            if self.twist is not None and isinstance(given, web.Response) and given.status == 200:
                return web.json_response(self.twist(json.loads(given.text or "null")))
            return given

        return guard
