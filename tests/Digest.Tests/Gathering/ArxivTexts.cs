namespace Digest.Tests.Gathering;

/// <summary>Answers as arXiv's interfaces give them, with papers that nobody wrote.</summary>
static class ArxivTexts
{
    public static string Rss(string items, string day = "Fri, 20 Nov 2026") => $"""
        <?xml version='1.0' encoding='UTF-8'?>
        <rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
          <channel>
            <title>cs.CL updates on arXiv.org</title>
            <link>http://rss.arxiv.org/rss/cs.CL</link>
            <atom:link href="http://rss.arxiv.org/rss/cs.CL" rel="self" type="application/rss+xml"/>
            <lastBuildDate>{day} 05:00:04 +0000</lastBuildDate>
            <pubDate>{day} 00:00:00 -0500</pubDate>
            <skipDays><day>Saturday</day><day>Sunday</day></skipDays>
            {items}
          </channel>
        </rss>
        """;

    public static string Item(
        string number, string type = "new", string title = "Rivers of Data", string more = "", string day = "Fri, 20 Nov 2026",
        string @abstract = "Water runs.") => $"""
        <item>
          <title>{title}</title>
          <link>https://arxiv.org/abs/{number.Split('v')[0]}</link>
          <description>arXiv:{number} Announce Type: {type} 
        Abstract: {@abstract}</description>
          <guid isPermaLink="false">oai:arXiv.org:{number}</guid>
          <category>cs.CL</category>
          <category>stat.ML</category>
          <pubDate>{day} 00:00:00 -0500</pubDate>
          <arxiv:announce_type>{type}</arxiv:announce_type>
          <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
          {more}
          <dc:creator>Ada Moss, Rub\'en Reed (Delta U.)</dc:creator>
        </item>
        """;

    /// <summary>Another order and other prefixes than the feed has today.</summary>
    public static string AtomFeed(string entries) => $"""
        <a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:x="http://arxiv.org/schemas/atom" xmlns:d="http://purl.org/dc/elements/1.1/">
          {entries}
          <a:updated>2026-11-20T05:00:04.123456+00:00</a:updated>
          <a:title>cs.CL updates on arXiv.org</a:title>
        </a:feed>
        """;

    public const string AtomEntry = """
        <a:entry>
          <d:creator>Ada Moss and Bo Reed</d:creator>
          <x:announce_type>cross</x:announce_type>
          <a:published>2026-11-20T00:00:00-05:00</a:published>
          <a:category term="cs.CL"/>
          <a:summary>arXiv:2611.99004v1 Announce Type: cross 
        Abstract: Water &amp; time.</a:summary>
          <a:title>Deltas</a:title>
          <a:id>oai:arXiv.org:2611.99004v1</a:id>
        </a:entry>
        """;

    public static string Search(string entries, int total, int start = 0) => $"""
        <?xml version='1.0' encoding='UTF-8'?>
        <feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
          <id>https://arxiv.org/api/x</id>
          <title>arXiv Query: search_query=cat:cs.CL</title>
          <updated>2026-11-20T12:00:00Z</updated>
          <opensearch:itemsPerPage>10</opensearch:itemsPerPage>
          <opensearch:totalResults>{total}</opensearch:totalResults>
          <opensearch:startIndex>{start}</opensearch:startIndex>
          {entries}
        </feed>
        """;

    public static string Found(string number, string submitted = "2026-11-18T20:30:00Z") => $"""
        <entry>
          <id>http://arxiv.org/abs/{number}</id>
          <title>Found
            {number}</title>
          <updated>{submitted}</updated>
          <link href="https://arxiv.org/abs/{number}"/>
          <summary>  Water runs
          again.</summary>
          <category term="stat.ML" scheme="http://arxiv.org/schemas/atom"/>
          <category term="68T07" scheme="http://arxiv.org/schemas/atom"/>
          <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
          <published>{submitted}</published>
          <arxiv:comment>12 pages</arxiv:comment>
          <arxiv:primary_category term="cs.CL"/>
          <arxiv:doi>10.1000/Deep.1</arxiv:doi>
          <author><name>Ada Moss</name><arxiv:affiliation>Delta U.</arxiv:affiliation></author>
          <author><name>Bo Reed</name></author>
        </entry>
        """;

    public static string Harvest(string inside) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
          <responseDate>2026-11-20T03:00:00Z</responseDate>
          <request verb="ListRecords" metadataPrefix="arXivRaw" set="cs:cs:CL">http://oaipmh.arxiv.org/oai</request>
          {inside}
        </OAI-PMH>
        """;

    public static string Page(string records, string token = "") =>
        Harvest($"<ListRecords>{records}<resumptionToken>{token}</resumptionToken></ListRecords>");

    public static string Raw(string number, string comments = "12 pages", string versions = "<version version=\"v1\"><date>Wed, 18 Nov 2026 20:30:00 GMT</date><size>9kb</size></version>") => $"""
        <record>
          <header><identifier>oai:arXiv.org:{number}</identifier><datestamp>2026-11-20</datestamp><setSpec>cs:cs:CL</setSpec></header>
          <metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
            <id>{number}</id><submitter>Ada Moss</submitter>{versions}
            <title>Raw {number}</title><authors>A. Moss (1), C. Fern ((1) Institute of Rivers, Delta)</authors>
            <categories>cs.CL stat.ML</categories><comments>{comments}</comments><abstract>Water runs.</abstract>
          </arXivRaw></metadata>
        </record>
        """;

    public static string Deleted(string number) => $"""
        <record><header status="deleted"><identifier>oai:arXiv.org:{number}</identifier><datestamp>2026-11-19</datestamp></header></record>
        """;
}
