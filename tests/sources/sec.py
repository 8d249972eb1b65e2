"""The SEC's servers on the loopback, as far as the source asks them. The filings are invented.

It answers 403 to a User-Agent without a mail address, prints each filing once for each company that has a
part in it, in ISO-8859-1, gives every form whose name begins like the one that was asked for, and links the
main document through its viewer of inline XBRL.
"""

from dataclasses import dataclass, field
from html import escape

from aiohttp import web

HEAD = '<?xml version="1.0" encoding="ISO-8859-1" ?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Latest</title>'

RELEASE = """<DOCUMENT>
<TYPE>EX-99.1
<SEQUENCE>2
<FILENAME>ex991.htm
<TEXT>
<html><head><title>EX-99.1</title></head><body>
<p><b>{name} to Build $2.5 Billion Plant in Ravenhill</b></p>
<p>RAVENHILL, Nov. 20, 2026 -- {name} said today that it will invest $2.5 billion over five years in a new
plant at Ravenhill, the largest single investment in its history.</p>
<p>&#8220;We are building for the next thirty years,&#8221; said Ada Holm, the plant&#8217;s director.</p>
</body></html>
</TEXT>
</DOCUMENT>
"""
MAIN = """<html><body><p>UNITED STATES SECURITIES AND EXCHANGE COMMISSION</p><p>FORM 8-K</p>
<p>Check the appropriate box below if the filing is intended to satisfy an obligation.</p>
<p>Item 8.01 Other Events.</p><p>On November 20, 2026, the company issued a release.</p>
<p>SIGNATURES</p><p>Pursuant to the requirements of the Act, signed by Ada Holm.</p></body></html>"""


@dataclass
class Filing:
    """A filing: its form, its companies (name, CIK), its items and its documents by name, with their type."""

    number: int
    form: str
    companies: list[tuple[str, int]]
    items: dict[str, str] = field(default_factory=dict)
    documents: dict[str, tuple[str, str]] = field(default_factory=dict)
    role: str = "Filer"

    @property
    def accession(self) -> str:
        return f"0001577552-26-{self.number:06}"

    @property
    def folder(self) -> str:
        return f"/Archives/edgar/data/{self.companies[0][1]}/{self.accession.replace('-', '')}"

    @property
    def index(self) -> str:
        return f"{self.folder}/{self.accession}-index.htm"

    def entries(self, host: str) -> str:
        items = "".join(f"\n<br>Item {number}: {words}" for number, words in self.items.items())
        about = f"<b>Filed:</b> 2026-11-20 <b>AccNo:</b> {self.accession} <b>Size:</b> 5 KB{items}"
        return "".join(
            f"<entry><title>{self.form} - {escape(name)} ({cik:010}) ({self.role})</title>"
            f'<link rel="alternate" type="text/html" href="http://{host}{self.index}"/>'
            f'<summary type="html">\n {escape(about)}\n</summary><updated>2026-11-20T07:55:00-05:00</updated>'
            f'<category scheme="https://www.sec.gov/" label="form type" term="{self.form}"/>'
            f"<id>urn:tag:sec.gov,2008:accession-number={self.accession}</id></entry>"
            for name, cik in self.companies
        )

    def page(self) -> str:
        rows = "".join(
            f'<tr><td scope="row">{place}</td><td>{kind}</td>'
            f'<td><a href="{self._link(name, kind)}">{name}</a></td><td>{kind}</td><td>5,000</td></tr>'
            for place, (name, (kind, _)) in enumerate(self.documents.items(), start=1)
        )
        head = "<tr><th>Seq</th><th>Description</th><th>Document</th><th>Type</th><th>Size</th></tr>"
        return (
            f'<html><body><table class="tableFile" summary="Document Format Files">{head}{rows}</table>'
            '<table class="tableFile" summary="Data Files"><tr><td>9</td><td>XBRL</td>'
            '<td><a href="x.xsd">x.xsd</a></td><td>EX-101.SCH</td></tr></table></body></html>'
        )

    def _link(self, name: str, kind: str) -> str:
        if "://" in name:
            return name
        viewer = "/ix?doc=" if not kind.startswith("EX-") else ""
        return f"{viewer}{self.folder}/{name}"


@dataclass
class Sec:
    """What stands at the SEC now. `list_status` is what its list of tickers answers with."""

    filings: list[Filing] = field(default_factory=list)
    tickers: list[tuple[int, str]] = field(default_factory=list)
    list_status: int = 200

    def answer(self, request: web.BaseRequest) -> web.Response:
        if "@" not in request.headers.get("User-Agent", ""):
            return web.Response(status=403, text="Undeclared Automated Tool", content_type="text/html")
        if request.path == "/cgi-bin/browse-edgar":
            return self._feed(request.query["type"], request.host)
        if request.path == "/files/company_tickers.json":
            return self._list(request)
        for filing in self.filings:
            if request.path == filing.index:
                return web.Response(text=filing.page(), content_type="text/html")
            for name, (_, text) in filing.documents.items():
                if request.path == f"{filing.folder}/{name}":
                    return web.Response(body=text.encode("cp1252"), content_type="text/html")
        return web.Response(status=404)

    def _feed(self, form: str, host: str) -> web.Response:
        entries = "".join(f.entries(host) for f in self.filings if f.form.startswith(form))
        body = f"{HEAD}{entries}</feed>".encode("iso-8859-1")
        return web.Response(body=body, content_type="application/atom+xml")

    def _list(self, request: web.BaseRequest) -> web.Response:
        if self.list_status != 200:
            return web.Response(status=self.list_status)
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        listed = {
            str(place): {"cik_str": cik, "ticker": ticker, "title": ticker}
            for place, (cik, ticker) in enumerate(self.tickers)
        }
        return web.json_response(listed, headers={"ETag": '"1"'})
