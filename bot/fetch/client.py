"""One HTTP request over guarded connections. The only module that knows the HTTP library.

A name is resolved here, every address it has is checked, and the connection goes to a checked address: there
is no second look-up that could answer otherwise. The name still stands in the TLS handshake and in Host.

Behind a proxy the proxy resolves the names, so only addresses written as numbers can be checked here; what
the proxy may reach is the proxy's to decide.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from typing import Final

import httpcore
import httpx

from bot.domain.errors import CannotRun, SourceTrouble
from bot.fetch.guard import Place, checked, place_of, shown

# The pool's cost a request grows with its size: 1.2 ms at 5 connections, 2.8 at 20, 7.1 at 50.
MAX_CONNECTIONS: Final = 20

WIRE: Final = "latin-1"  # how the bytes of a header are read and written

TROUBLES: Final = (
    httpx.HTTPError,
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)

Resolver = Callable[[str, int], Awaitable[list[str]]]


async def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of a host as numbers. Raises OSError when the name is not known."""
    with suppress(ValueError):
        return [str(ip_address(host))]  # it is one: no thread has to look it up
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class Reply:
    """The beginning of an answer; the rest comes through `chunks`, still packed as it was sent.

    `headers` are looked up without regard to case.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.url = str(response.request.url)
        # Validators go back byte for byte, whatever they hold: in Latin-1 every byte is a sign.
        response.headers.encoding = WIRE
        self.headers: Mapping[str, str] = response.headers

    def chunks(self) -> AsyncIterator[bytes]:
        return self._response.aiter_raw()

    def location(self) -> str | None:
        """Return the whole address that a redirect names."""
        if not (target := self.headers.get("location")):
            return None
        try:
            # Browsers take the bytes for UTF-8, so that is what servers send.
            return str(self._response.request.url.join(target.encode(WIRE).decode("utf-8", "replace")))
        except httpx.InvalidURL as error:
            raise SourceTrouble(
                f"{shown(self.url)} redirects to no address that can be read: {error}."
            ) from error


class Client:
    """Sends GETs. `resolve` and `network` are seams for tests; everything else comes from `[fetch]`."""

    def __init__(
        self,
        *,
        allow: Collection[str],
        proxy: str | None,
        ca_file: str | None,
        timeout: float,
        user_agent: str,
        resolve: Resolver = system_resolver,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allow = allow
        self._proxy = None if proxy is None else _proxy(proxy)
        pool = httpcore.AsyncConnectionPool(
            ssl_context=trust(ca_file),
            proxy=self._proxy,
            max_connections=MAX_CONNECTIONS,
            keepalive_expiry=15.0,
            network_backend=_GuardedNetwork(allow, resolve, network) if proxy is None else network,
        )
        self._http = httpx.AsyncClient(
            transport=_Transport(pool),
            trust_env=False,
            follow_redirects=False,
            timeout=timeout,
            headers={"User-Agent": _sendable(user_agent)},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # nobody follows us around
        )

    def place_of(self, url: str) -> Place:
        """Return where a request for `url` would go. Raises Forbidden when it may not be made."""
        try:
            # Judged in the form in which it will be sent, so that no two parsers can disagree about it.
            place = place_of(str(_parsed(url)), self._allow, typed=url)
        except httpx.InvalidURL as error:
            raise SourceTrouble(f'"{shown(url)}" is not a web address: {error}.') from error
        if self._proxy is not None:
            checked(place, as_numbers(place.host), self._allow)
        return place

    @asynccontextmanager
    async def get(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[Reply]:
        """Send one GET and give its answer. Raises SourceTrouble when no answer comes."""
        place = self.place_of(url)
        try:
            sent = {name.encode(WIRE): value.encode(WIRE) for name, value in headers.items()}
            async with self._http.stream("GET", _parsed(url), headers=sent) as response:
                yield Reply(response)
        except TROUBLES as error:
            raise SourceTrouble(_in_words(place, error, self._proxy)) from error

    async def close(self) -> None:
        await self._http.aclose()


class _GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections to addresses that passed the guard, and to nothing else."""

    def __init__(
        self, allow: Collection[str], resolve: Resolver, network: httpcore.AsyncNetworkBackend | None
    ) -> None:
        self._allow = allow
        self._resolve = resolve
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:  # the second for a name that cannot be one
            raise unknown_name(host) from error
        addresses = checked(Place("", host, port), found, self._allow)
        # A machine with an IPv6 address but no way out must still come to try IPv4.
        patience = None if timeout is None else timeout / max(1, len(addresses))
        trouble: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, patience, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class _Transport(httpx.AsyncBaseTransport):
    """Joins the client to a connection pool of our own making, through public parts only."""

    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=_plain(request.url),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


@lru_cache(maxsize=4096)  # a feed's address is parsed four times a poll, and polled for years
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)


def _plain(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def trust(ca_file: str | None) -> ssl.SSLContext:
    """Return whom we believe: the usual authorities, and those in `ca_file`. Raises CannotRun."""
    context = httpx.create_ssl_context(trust_env=False)
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise CannotRun(
                f"[fetch] ca_file names {ca_file}, which holds no certificates: {error}."
            ) from error
    return context


def _sendable(user_agent: str) -> str:
    if not (user_agent.isascii() and user_agent.isprintable()):
        raise CannotRun("[fetch] user_agent must be plain ASCII: no header can carry more.")
    return user_agent


def _proxy(url: str) -> httpcore.Proxy:
    try:
        parts = httpx.Proxy(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise CannotRun("[fetch] proxy must be an address such as http://proxy.example:3128.") from error
    if parts.url.scheme not in ("http", "https") or not parts.url.host:
        raise CannotRun("[fetch] proxy must be an http:// or https:// address: no other kind is supported.")
    target = httpcore.URL(
        scheme=parts.url.raw_scheme, host=parts.url.raw_host, port=parts.url.port, target=b"/"
    )
    return httpcore.Proxy(target, auth=parts.raw_auth)


def _named(proxy: httpcore.Proxy) -> str:
    """Return a proxy in words, without its password."""
    url = proxy.url
    port = url.port or {b"http": 80, b"https": 443}[url.scheme]
    return f"The proxy {url.host.decode('ascii', 'replace')}:{port}"


def unknown_name(host: str) -> SourceTrouble:
    """Return the trouble of a name that nobody knows. It comes only where no proxy is set: one that is would
    have looked the name up itself."""
    return SourceTrouble(
        f"The name {host} cannot be found: check the address and this machine's DNS. If the web is reached "
        "through a proxy here, set [fetch] proxy."
    )


def as_numbers(host: str) -> list[str]:
    """Return the address that a host is when it is written as a number in any of its forms, else nothing."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]) for *_, address in found]


def _tls_error(error: BaseException | None) -> ssl.SSLError | None:
    """Return the TLS failure at the root of an error, if it is one."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


def _in_words(place: Place, error: Exception, proxy: httpcore.Proxy | None) -> str:
    cause = _tls_error(error)
    match error:
        # Connections are the proxy's own then: where it finds no way on it says so, in an answer.
        case httpcore.ConnectTimeout() if proxy is not None:
            words = f"{_named(proxy)} did not answer in time. Check [fetch] proxy."
        case httpcore.ConnectError() if proxy is not None and cause is None:
            words = f"{_named(proxy)} takes no connection: it is down, or [fetch] proxy is wrong."
        case httpcore.TimeoutException():
            words = f"{place} did not answer in time: it may be slow or down."
        case httpcore.ProxyError():
            words = f"The proxy did not let us through to {place}: {error}. Check [fetch] proxy."
        case httpcore.ConnectError() if isinstance(cause, ssl.SSLCertVerificationError):
            words = (
                f"The certificate of {place} is not to be trusted: {cause.verify_message}. "
                "If the authority behind it is your own, name its file in [fetch] ca_file."
            )
        case httpcore.ConnectError() if cause is not None:
            words = f"{place} does not speak TLS as we do: {cause.reason}. Check http:// or https://."
        case httpcore.ConnectError():
            words = f"{place} takes no connection: it is down, or the address is wrong."
        case httpx.RemoteProtocolError():  # all that httpx itself looks at is where a redirect leads
            words = f"{place} redirects to no address that can be read: {error}"
        case httpcore.RemoteProtocolError():
            words = f"{place} broke off or does not speak HTTP: {error}."
        case _:
            words = f"The connection to {place} broke: {str(error).rstrip('.') or type(error).__name__}."
    return words
