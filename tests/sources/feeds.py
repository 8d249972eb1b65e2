"""Feeds of our own writing, about companies that do not exist."""

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>The Fell Courier</title>
  <link>https://courier.example/</link>
  <atom:link rel="self" href="https://courier.example/feed"/>
  <item>
    <title>Tarn Metals to spend &#36;2 billion on a smelter &amp;amp; a road</title>
    <link>https://courier.example/tarn?utm_source=rss&amp;id=7</link>
    <guid isPermaLink="false">tarn-7</guid>
    <pubDate>Fri, 20 Nov 2026 12:30 GMT</pubDate>
    <source url="https://wire.example/">Hill Wire</source>
    <dc:creator>Ada Holm</dc:creator>
    <category domain="https://wire.example/rss/stock">Nasdaq:TARN</category>
    <category type="symbol">FELL</category>
    <category>NYSE: HOLM</category>
    <category domain="https://wire.example/rss/subject">Mining</category>
    <description>&lt;p&gt;Tarn Metals said on Friday &lt;b&gt;it&lt;/b&gt; will build.&lt;/p&gt;</description>
    <content:encoded><![CDATA[<p>Tarn Metals said it will build.</p>
      <p>It takes four years.</p>]]></content:encoded>
  </item>
  <item>
    <title><![CDATA[Margins < 10% at Fell Foods, "flat" <!-- as ever -->]]></title>
    <link>/fell</link>
    <description>Plain words.</description>
    <dc:date>2026-11-20T07:00:00+01:00</dc:date>
  </item>
  <item>
    <guid>https://courier.example/no-title</guid>
    <description>Only a teaser.</description>
    <pubDate>the day before yesterday</pubDate>
  </item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://hills.example/news/">
  <title>Hill Wire</title><id>urn:hill</id><updated>2026-11-20T12:00:00Z</updated>
  <entry>
    <title type="html">Tarn &amp;amp; Fell &lt;i&gt;merge&lt;/i&gt;</title>
    <id>urn:hill:1</id>
    <link rel="enclosure" href="https://hills.example/audio.mp3"/>
    <link rel="alternate" href="tarn-fell"/>
    <published>2026-11-20T11:00:00Z</published><updated>2026-11-20T12:00:00Z</updated>
    <summary>5 &lt; 6 is all they say</summary>
    <content type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two &amp; three.</p></div>
    </content>
    <category term="NYSE:TARN" scheme="https://hills.example/ticker"/>
    <source><title>Moor News</title></source>
  </entry>
  <entry>
    <title type="text">What &lt;b&gt; means</title><id>urn:hill:2</id><link href="https://hills.example/2"/>
    <updated>2026-11-19T12:00:00Z</updated>
    <content type="html">&lt;p&gt;Bold.&lt;/p&gt;</content>
  </entry>
  <entry>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Tarn <b>digs</b></div></title>
    <id>urn:hill:3</id><content type="image/png" src="x.png"/>
  </entry>
</feed>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://moor.example/"><title>Moor News</title><link>https://moor.example/</link></channel>
<item rdf:about="https://moor.example/1"><title>Tarn sells its sheep</title><link>https://moor.example/1</link>
  <description>All of them.</description><dc:date>2026-11-20</dc:date><dc:publisher>Moor Press</dc:publisher>
</item>
</rdf:RDF>"""

JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Dale Daily", "items": [
 {"id": 12, "url": "https://dale.example/12", "title": "Tarn & Fell: 5 < 6",
  "content_html": "<p>One.</p><p>Two.</p>", "summary": "a < b",
  "date_published": "2026-11-20T12:30:00+00:00", "tags": ["NYSE:TARN", "mining"]},
 {"id": "13", "content_text": "Only <text>, no title.", "external_url": "https://else.example/13"},
 "no item at all",
 {"id": null, "title": 5, "url": ["x"], "tags": "none", "date_published": 7}]}"""

BROKEN = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Dale &nbsp; Daily</title>
<item><title>Tarn & Fell agree</title><link>https://dale.example/1</link><guid>d1</guid>
<pubDate>Fri, 20 Nov 2026 12:30:00 GMT</pubDate><category domain="x/stock">NYSE:TARN</category>
<description>It&nbsp;is done</description></item>
<item><title>The second</title><link>https://dale.example/2</link></item>
<item><title>The third</title><link>https://dale.example/3</link></item></channel>"""


def rss(*items: str, title: str = "The Fell Courier") -> str:
    """Return a feed of `items`, each the inside of an <item>."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{inside}</channel></rss>'


def item(number: int, *, title: str | None = None) -> str:
    """Return the inside of an <item> with a guid, a title, a link and a date."""
    return (
        f"<guid isPermaLink='false'>n{number}</guid><title>{title or f'Tarn digs mine {number}'}</title>"
        f"<link>https://courier.example/{number}</link>"
        f"<pubDate>Fri, 20 Nov 2026 12:{number % 60:02} GMT</pubDate>"
    )
