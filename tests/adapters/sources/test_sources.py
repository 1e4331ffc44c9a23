"""Does every source keep the laws of the port?"""

from __future__ import annotations

import source_builders as a
from source_contract import SourceContract

from breakwater.adapters.sources import source_named


class TestZeeschuimer(SourceContract):
    source = source_named("zeeschuimer")
    sample = a.ndjson(a.envelope(a.tiktok_item(7001)), a.envelope(a.tiktok_item(7002)))


class TestFourCatCsv(SourceContract):
    source = source_named("4cat")
    sample = a.table(a.fourcat_row(1), a.fourcat_row(2))


class TestFourCatItems(SourceContract):
    source = source_named("4cat")
    sample = a.ndjson({**a.tiktok_item(), "__import_meta": {"source_platform": "tiktok.com"}})


class TestTelegram(SourceContract):
    source = source_named("telegram")
    sample = a.document(a.telegram_chat(a.telegram_message(2), a.telegram_message(3)))


class TestTelegramInFull(SourceContract):
    source = source_named("telegram")
    sample = a.document(
        {"about": "", "chats": {"about": "", "list": [a.telegram_chat(a.telegram_message())]}}
    )


class TestYtDlp(SourceContract):
    source = source_named("ytdlp")
    sample = a.document(a.ytdlp_video())


class TestXPages(SourceContract):
    source = source_named("x")
    sample = a.ndjson(a.x_page(1, 2), a.x_page(3))


class TestXDocument(SourceContract):
    source = source_named("x")
    sample = a.document(a.x_page(1, 2, 3))


class TestYouTube(SourceContract):
    source = source_named("youtube")
    sample = a.document(
        {"kind": "youtube#videoListResponse", "items": [a.youtube_video("v1"), a.youtube_video("v2")]}
    )


class TestTikTokResearch(SourceContract):
    source = source_named("tiktok-research")
    sample = a.document(
        {"data": {"videos": [a.research_video(1), a.research_video(2)]}, "error": {"code": "ok"}}
    )


class TestMetaContentLibrary(SourceContract):
    source = source_named("meta-content-library")
    sample = a.table(a.meta_row(1), a.meta_row(2))


class TestBlueskyFeed(SourceContract):
    source = source_named("bluesky")
    sample = a.document({"feed": [{"post": a.bluesky_post("k1")}, {"post": a.bluesky_post("k2")}]})


class TestBlueskyProfile(SourceContract):
    source = source_named("bluesky")
    sample = a.document({"did": "did:plc:invented", "handle": "invented.example.org", "description": a.TEXT})


class TestAutoArchiverSheet(SourceContract):
    source = source_named("auto-archiver")
    sample = a.table(a.sheet_row(1), a.sheet_row(2))


class TestAutoArchiverMetadata(SourceContract):
    source = source_named("auto-archiver")
    sample = a.document(
        {"status": "ok", "metadata": {"url": a.TIKTOK_URL, "content": a.TEXT}, "media": [{"urls": []}]}
    )


class TestJunkipedia(SourceContract):
    source = source_named("junkipedia")
    sample = a.document({"data": [a.junkipedia_post(1), a.junkipedia_post(2)], "meta": {}})


class TestOEmbed(SourceContract):
    source = source_named("oembed")
    sample = a.document(a.oembed_profile())


class TestTableCsv(SourceContract):
    source = source_named("table")
    sample = a.table(*a.plain_rows(3))


class TestTableLines(SourceContract):
    source = source_named("table")
    sample = a.ndjson(*a.plain_rows(3))
