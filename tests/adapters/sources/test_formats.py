"""Does each format give the right posts? One truth a test; the laws are in the contract."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import source_builders as a

from breakwater.records import Post

WHEN = datetime(2026, 11, 19, 10, tzinfo=UTC)


def only(folder: Path, content: bytes) -> Post:
    (row,) = a.read(folder, content)
    assert isinstance(row, Post), row
    return row


# --- 4CAT


def test_a_4cat_row_becomes_a_post(tmp_path: Path):
    post = only(tmp_path, a.table(a.fourcat_row()))

    assert post == Post(
        id="7001",
        platform="tiktok",
        account="invented.one",
        text=a.TEXT,
        created_at=WHEN,
        url=a.TIKTOK_URL,
        display_name="Invented",
        followers=1200,
    )


def test_a_4cat_author_id_comes_before_the_handle(tmp_path: Path):
    row = a.fourcat_row(author_id="1700", tiktok_url="", collected_from_url="https://x.com/search?q=uk")

    post = only(tmp_path, a.table(row))

    assert (post.platform, post.account, post.handle) == ("x", "1700", "invented.one")


def test_a_pseudonymised_4cat_author_is_an_account_like_any_other(tmp_path: Path):
    digest = "9f86d081884c7d659a2feaa0c55ad015"

    assert only(tmp_path, a.table(a.fourcat_row(author=digest))).account == digest


def test_raw_4cat_items_are_read_as_the_platforms_own(tmp_path: Path):
    item = {**a.tiktok_item(), "__import_meta": {"source_platform": "tiktok.com"}}

    assert only(tmp_path, a.ndjson(item)).account == "6001"


# --- Telegram


def test_the_parts_of_a_telegram_text_are_joined(tmp_path: Path):
    parts = ["Call ", {"type": "phone", "text": "+44 7700 900123"}, {"type": "bold", "text": " now"}]

    assert only(tmp_path, a.document(a.telegram_chat(a.telegram_message(text=parts)))).text == (
        "Call +44 7700 900123 now"
    )


def test_a_link_behind_words_is_written_out(tmp_path: Path):
    parts = [{"type": "text_link", "text": "here", "href": "https://example.org/join"}]

    post = only(tmp_path, a.document(a.telegram_chat(a.telegram_message(text=parts))))

    assert post.text == "here (https://example.org/join)"


def test_what_telegram_itself_notes_is_passed_over(tmp_path: Path):
    service = {"id": 1, "type": "service", "actor": "Invented", "action": "create_channel", "text": ""}

    rows = a.read(tmp_path, a.document(a.telegram_chat(service, a.telegram_message(2))))

    assert [post.id for post in a.posts(rows)] == ["500/2"]
    assert not a.rejects(rows)


def test_a_channel_posts_under_its_own_id_where_the_message_names_nobody(tmp_path: Path):
    message = a.telegram_message(from_id=None)

    assert only(tmp_path, a.document(a.telegram_chat(message))).account == "channel500"


def test_a_group_message_without_sender_is_rejected(tmp_path: Path):
    chat = a.telegram_chat(a.telegram_message(from_id=None), type="private_group")

    assert [r.field for r in a.rejects(a.read(tmp_path, a.document(chat)))] == ["from_id"]


def test_telegrams_local_time_is_not_believed(tmp_path: Path):
    message = a.telegram_message(date_unixtime=None)

    assert only(tmp_path, a.document(a.telegram_chat(message))).created_at is None


def test_messages_of_a_full_export_belong_to_their_chat(tmp_path: Path):
    chats = [a.telegram_chat(a.telegram_message(1), id=number) for number in (500, 600)]

    rows = a.read(tmp_path, a.document({"about": "x", "chats": {"about": "y", "list": chats}}))

    assert [post.id for post in a.posts(rows)] == ["500/1", "600/1"]


# --- yt-dlp


def test_a_video_of_ytdlp_becomes_a_post(tmp_path: Path):
    assert only(tmp_path, a.document(a.ytdlp_video())) == Post(
        id="vid00000001",
        platform="youtube",
        account="UCinvented",
        handle="invented",
        text=f"Crossing\n{a.TEXT}",
        created_at=WHEN,
        url="https://www.youtube.com/watch?v=vid00000001",
        display_name="Invented",
    )


def test_a_channel_of_ytdlp_is_a_profile(tmp_path: Path):
    listing = a.ytdlp_video(_type="playlist", id="UCinvented", entries=[a.ytdlp_video()])

    video, profile = a.posts(a.read(tmp_path, a.document(listing)))

    assert (video.text, profile.text, profile.bio) == (f"Crossing\n{a.TEXT}", "", a.TEXT)


def test_a_day_is_enough_of_a_time(tmp_path: Path):
    video = a.ytdlp_video(timestamp=None, upload_date="20261119")

    assert only(tmp_path, a.ndjson(video)).created_at == datetime(2026, 11, 19, tzinfo=UTC)


# --- X


def test_a_post_of_x_is_joined_with_its_author(tmp_path: Path):
    assert only(tmp_path, a.ndjson(a.x_page(1990))) == Post(
        id="1990",
        platform="x",
        account="1700",
        handle="invented1",
        text=a.TEXT,
        created_at=WHEN,
        url="https://x.com/invented1/status/1990",
        bio="dm me",
        display_name="Invented",
    )


def test_the_authors_of_one_page_are_not_those_of_the_next(tmp_path: Path):
    bare = {"data": a.x_page(2)["data"], "meta": {"result_count": 1}}

    first, second = a.posts(a.read(tmp_path, a.ndjson(a.x_page(1), bare)))

    assert (first.handle, second.handle) == ("invented1", None)


def test_a_page_of_x_that_breaks_off_still_gives_its_posts(tmp_path: Path):
    content = a.document(a.x_page(1, 2))

    rows = a.read(tmp_path, content[: content.index(b'"includes"')])

    assert [(post.id, post.account) for post in a.posts(rows)] == [("1", "1700"), ("2", "1700")]


@pytest.mark.parametrize("name", ["note_tweet", "note_post"])
def test_the_long_text_of_x_is_preferred(tmp_path: Path, name: str):
    post = {"id": "1", "author_id": "1700", "text": "the begin…", name: {"text": "the beginning and the end"}}

    assert only(tmp_path, a.ndjson({"data": [post]})).text == "the beginning and the end"


def test_a_flattened_post_of_x_carries_its_author(tmp_path: Path):
    flat = {"id": "1", "author_id": "1700", "text": "hi", "author": {"id": "1700", "username": "invented1"}}

    assert only(tmp_path, a.ndjson(flat)).handle == "invented1"


def test_a_user_of_x_is_a_profile(tmp_path: Path):
    user = {"id": "1700", "username": "invented1", "name": "Invented", "description": "dm me"}
    lost = {"value": "invented2", "title": "Forbidden", "type": "https://api.twitter.com/2/problems/x"}

    post = only(tmp_path, a.document({"data": [user], "errors": [lost]}))

    assert (post.id, post.handle, post.text, post.bio) == ("1700", "invented1", "", "dm me")


def test_a_page_of_x_with_errors_alone_gives_nothing(tmp_path: Path):
    lost = {"title": "Forbidden", "type": "https://api.twitter.com/2/problems/resource-not-found"}

    assert a.read(tmp_path, a.document({"errors": [lost]})) == []


# --- YouTube


def test_a_video_of_youtube_becomes_a_post(tmp_path: Path):
    post = only(tmp_path, a.document({"kind": "youtube#videoListResponse", "items": [a.youtube_video("v1")]}))

    assert (post.id, post.account, post.text) == ("v1", "UCinvented", f"Crossing\n{a.TEXT}")


def test_an_answer_of_youtube_without_items_gives_nothing(tmp_path: Path):
    assert a.read(tmp_path, a.document({"kind": "youtube#channelListResponse", "pageInfo": {}})) == []


def test_a_search_result_of_youtube_says_its_kind_in_its_id(tmp_path: Path):
    found = {
        "kind": "youtube#searchResult",
        "id": {"kind": "youtube#channel", "channelId": "UCinvented"},
        "snippet": {"channelId": "UCinvented", "title": "Invented", "description": "dm me"},
    }

    post = only(tmp_path, a.document({"kind": "youtube#searchListResponse", "items": [found]}))

    assert (post.id, post.text, post.bio) == ("UCinvented", "", "dm me")


def test_a_playlist_item_belongs_to_the_owner_of_the_video(tmp_path: Path):
    snippet = {
        "channelId": "UCcollector",
        "videoOwnerChannelId": "UCinvented",
        "resourceId": {"videoId": "v1"},
        "title": "Crossing",
    }
    item = {"kind": "youtube#playlistItem", "id": "PLitem", "snippet": snippet}

    post = only(tmp_path, a.document({"kind": "youtube#playlistItemListResponse", "items": [item]}))

    assert (post.id, post.account) == ("v1", "UCinvented")


def test_a_thread_of_comments_gives_every_comment(tmp_path: Path):
    def comment(found: str) -> dict[str, object]:
        author = {"authorChannelId": {"value": f"UC{found}"}, "authorDisplayName": f"@{found}"}
        return {"kind": "youtube#comment", "id": found, "snippet": {"textOriginal": "price?", **author}}

    thread = {
        "kind": "youtube#commentThread",
        "snippet": {"topLevelComment": comment("c1")},
        "replies": {"comments": [comment("c2")]},
    }

    rows = a.read(tmp_path, a.document({"kind": "youtube#commentThreadListResponse", "items": [thread]}))

    assert [(post.id, post.account, post.handle) for post in a.posts(rows)] == [
        ("c1", "UCc1", "c1"),
        ("c2", "UCc2", "c2"),
    ]


# --- TikTok Research API


def test_an_id_of_64_bits_keeps_all_its_digits(tmp_path: Path):
    post = only(tmp_path, a.document({"data": {"videos": [a.research_video(1)]}, "error": {"code": "ok"}}))

    assert post.id == "7400000000000000001"


def test_an_id_that_has_become_a_float_is_rejected(tmp_path: Path):
    video = a.research_video(id=7.4e18)

    rows = a.read(tmp_path, a.document({"data": {"videos": [video]}}))

    assert [(r.field, "rounded" in r.problem) for r in a.rejects(rows)] == [("id", True)]


def test_an_answer_about_a_user_without_a_name_is_rejected_with_advice(tmp_path: Path):
    user = {"display_name": "Invented", "bio_description": "dm me", "follower_count": 1200}

    (reject,) = a.rejects(a.read(tmp_path, a.document({"data": user})))

    assert reject.field == "data.username"
    assert "add the username you asked for" in reject.problem


def test_an_answer_about_a_user_with_its_name_is_a_profile(tmp_path: Path):
    user = {"username": "invented.one", "display_name": "Invented", "bio_description": "dm me"}

    post = only(tmp_path, a.document({"data": user}))

    assert (post.account, post.bio, post.text) == ("invented.one", "dm me", "")


# --- Meta Content Library


def test_a_row_of_the_content_library_becomes_a_post(tmp_path: Path):
    assert only(tmp_path, a.table(a.meta_row())) == Post(
        id="3501",
        platform="facebook",
        account="6001",
        handle="invented.one",
        text=a.TEXT,
        created_at=WHEN,
        display_name="Invented",
    )


# --- Bluesky


@pytest.mark.parametrize(
    "answer",
    [
        {"feed": [{"post": a.bluesky_post()}], "cursor": "x"},
        {"posts": [a.bluesky_post()]},
        {"thread": {"post": a.bluesky_post()}},
        a.bluesky_post(),
    ],
    ids=["feed", "posts", "thread", "single"],
)
def test_a_post_of_bluesky_is_found_in_every_answer(tmp_path: Path, answer: object):
    assert only(tmp_path, a.document(answer)) == Post(
        id="at://did:plc:invented/app.bsky.feed.post/k1",
        platform="bluesky",
        account="did:plc:invented",
        handle="invented.example.org",
        text=a.TEXT,
        created_at=WHEN,
        url="https://bsky.app/profile/invented.example.org/post/k1",
        lang="fa",
    )


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"did": "did:plc:i", "active": False, "status": "takendown"}, "status takendown"),
        ({"error": "AccountTakedown", "message": "Account has been suspended"}, "error AccountTakedown"),
        (
            {"did": "did:plc:i", "kind": "account", "account": {"active": False, "status": "deactivated"}},
            "status deactivated",
        ),
    ],
)
def test_an_answer_without_a_post_says_what_it_says_instead(tmp_path: Path, answer: object, told: str):
    (reject,) = a.rejects(a.read(tmp_path, a.document(answer)))

    assert reject.problem == f"no post or profile in this answer ({told})"


# --- auto-archiver, Junkipedia, oEmbed


def test_the_address_tells_an_archived_posts_platform_and_account(tmp_path: Path):
    post = only(tmp_path, a.table(a.sheet_row()))

    assert (post.id, post.platform, post.account, post.text) == ("7001", "tiktok", "invented.one", a.TEXT)


def test_an_archived_address_that_names_no_account_is_rejected(tmp_path: Path):
    rows = a.read(tmp_path, a.table(a.sheet_row(Link="https://www.instagram.com/p/Dabc/")))

    assert [r.problem for r in a.rejects(rows)] == ["this address does not name the account"]


def test_a_post_of_junkipedia_says_its_platform(tmp_path: Path):
    post = only(tmp_path, a.document({"data": [a.junkipedia_post(2)]}))

    assert (post.id, post.platform, post.account) == ("2", "telegram", "inventedchannel")


def test_an_oembed_answer_about_a_profile_has_no_text(tmp_path: Path):
    post = only(tmp_path, a.document(a.oembed_profile()))

    assert (post.account, post.text, post.display_name) == ("invented.one", "", "Invented")
