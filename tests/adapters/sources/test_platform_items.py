"""Are the platforms' own items understood, in every shape they come in?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import source_builders as a

from breakwater.records import Post

WHEN = datetime(2026, 11, 19, 10, tzinfo=UTC)


def seen_in_browser(folder: Path, data: object, platform: str = "tiktok.com") -> Post:
    (post,) = a.posts(a.read(folder, a.ndjson(a.envelope(data, platform=platform))))
    return post


def instagram_item(**changes: object) -> dict[str, Any]:
    user = {"pk": "6001", "username": "invented.one", "full_name": "Invented"}
    return {"code": "Dabc", "taken_at": a.UNIX, "caption": {"text": a.TEXT}, "user": user, **changes}


def x_item(**legacy: object) -> dict[str, Any]:
    user = {
        "rest_id": "1700",
        "core": {"screen_name": "invented1", "name": "Invented"},
        "legacy": {"description": "dm me", "followers_count": 3},
    }
    told = {
        "user_id_str": "1700",
        "created_at": "Thu Nov 19 10:00:00 +0000 2026",
        "full_text": a.TEXT,
        "lang": "fa",
        **legacy,
    }
    return {"rest_id": "1990", "core": {"user_results": {"result": user}}, "legacy": told}


def test_a_tiktok_item_becomes_a_post(tmp_path: Path):
    assert seen_in_browser(tmp_path, a.tiktok_item()) == Post(
        id="7001",
        platform="tiktok",
        account="6001",
        handle="invented.one",
        text=a.TEXT,
        created_at=WHEN,
        url=a.TIKTOK_URL,
        media=("https://media.example.org/c.jpg",),
        bio="dm me",
        display_name="Invented",
        followers=1200,
    )


def test_what_is_written_on_a_tiktok_picture_follows_the_text(tmp_path: Path):
    item = a.tiktok_item(stickersOnItem=[{"stickerText": ["5000", "per head"]}, {"stickerText": ["now"]}])

    assert seen_in_browser(tmp_path, item).text == f"{a.TEXT}\n5000\nper head\nnow"


def test_a_tiktok_author_may_be_a_plain_handle(tmp_path: Path):
    post = seen_in_browser(tmp_path, a.tiktok_item(author="invented.one"))

    assert (post.account, post.handle) == ("invented.one", None)


def test_a_tiktok_item_without_author_is_rejected_by_the_fields_full_name(tmp_path: Path):
    rows = a.read(tmp_path, a.ndjson(a.envelope(a.tiktok_item(author={}))))

    assert [(r.field, r.problem) for r in a.rejects(rows)] == [("data.author.uniqueId", "missing")]


def test_a_tiktok_item_without_text_is_a_post_without_text(tmp_path: Path):
    assert seen_in_browser(tmp_path, a.tiktok_item(desc="")).text == ""


def test_a_time_that_cannot_be_read_does_not_cost_the_post(tmp_path: Path):
    assert seen_in_browser(tmp_path, a.tiktok_item(createTime="yesterday")).created_at is None


def test_an_instagram_item_becomes_a_post(tmp_path: Path):
    item = instagram_item(image_versions2={"candidates": [{"url": "https://media.example.org/i.jpg"}]})

    assert seen_in_browser(tmp_path, item, "instagram.com") == Post(
        id="Dabc",
        platform="instagram",
        account="6001",
        handle="invented.one",
        text=a.TEXT,
        created_at=WHEN,
        url="https://www.instagram.com/p/Dabc/",
        media=("https://media.example.org/i.jpg",),
        display_name="Invented",
    )


def test_an_instagram_item_without_caption_is_a_post_without_text(tmp_path: Path):
    assert seen_in_browser(tmp_path, instagram_item(caption=None), "instagram.com").text == ""


def test_a_polaris_item_has_no_time(tmp_path: Path):
    item = instagram_item(__typename="XDTMediaDict", _zs_partial=True)
    del item["taken_at"]

    assert seen_in_browser(tmp_path, item, "instagram.com").created_at is None


def test_an_older_instagram_item_becomes_a_post(tmp_path: Path):
    item = {
        "shortcode": "Dold",
        "owner": {"id": "6001", "username": "invented.one"},
        "edge_media_to_caption": {"edges": [{"node": {"text": a.TEXT}}]},
        "taken_at_timestamp": a.UNIX,
        "display_url": "https://media.example.org/i.jpg",
    }

    post = seen_in_browser(tmp_path, item, "instagram.com")

    assert (post.id, post.account, post.text, post.created_at) == ("Dold", "6001", a.TEXT, WHEN)


def test_every_picture_of_a_carousel_is_kept(tmp_path: Path):
    pictures = [
        {"image_versions2": {"candidates": [{"url": f"https://media.example.org/{n}"}]}} for n in (1, 2)
    ]

    post = seen_in_browser(tmp_path, instagram_item(carousel_media=pictures), "instagram.com")

    assert post.media == ("https://media.example.org/1", "https://media.example.org/2")


def test_a_threads_item_becomes_a_post(tmp_path: Path):
    post = seen_in_browser(tmp_path, instagram_item(), "threads.net")

    assert (post.platform, post.url) == ("threads", "https://www.threads.net/@invented.one/post/Dabc")


def test_an_item_of_x_becomes_a_post(tmp_path: Path):
    assert seen_in_browser(tmp_path, x_item(), "twitter.com") == Post(
        id="1990",
        platform="x",
        account="1700",
        handle="invented1",
        text=a.TEXT,
        created_at=WHEN,
        url="https://x.com/invented1/status/1990",
        lang="fa",
        bio="dm me",
        display_name="Invented",
        followers=3,
    )


def test_an_item_of_x_without_its_user_keeps_the_users_id(tmp_path: Path):
    post = seen_in_browser(tmp_path, {**x_item(), "core": {}}, "twitter.com")

    assert (post.account, post.handle, post.url) == ("1700", None, "https://x.com/i/status/1990")


def test_a_long_text_on_x_is_preferred_to_its_beginning(tmp_path: Path):
    note = {"note_tweet_results": {"result": {"text": "the whole text"}}}

    assert seen_in_browser(tmp_path, {**x_item(), "note_tweet": note}, "twitter.com").text == "the whole text"


def test_an_item_of_x_shown_with_a_warning_is_unwrapped(tmp_path: Path):
    item = {"__typename": "TweetWithVisibilityResults", "tweet": x_item()}

    assert seen_in_browser(tmp_path, item, "twitter.com").id == "1990"


def test_a_tombstone_of_x_is_rejected(tmp_path: Path):
    rows = a.read(tmp_path, a.ndjson(a.envelope({"__typename": "TweetTombstone"}, platform="twitter.com")))

    assert len(a.rejects(rows)) == 1


def test_a_comment_under_a_tiktok_video_becomes_a_post(tmp_path: Path):
    comment = {"cid": "c1", "text": "price?", "user": {"uid": "6002", "unique_id": "invented.two"}}

    post = seen_in_browser(tmp_path, comment, "tiktok-comments")

    assert (post.id, post.account, post.handle, post.text) == ("c1", "6002", "invented.two", "price?")


def test_another_platform_that_speaks_plainly_is_read(tmp_path: Path):
    status = {"id": "1", "content": a.TEXT, "account": {"id": "9", "username": "invented"}}

    post = seen_in_browser(tmp_path, status, "truthsocial.com")

    assert (post.platform, post.account, post.handle) == ("other", "9", "invented")


def test_another_platform_that_does_not_is_rejected_by_its_name(tmp_path: Path):
    rows = a.read(tmp_path, a.ndjson(a.envelope({"blob": 1}, platform="pinterest.com")))

    (reject,) = a.rejects(rows)
    assert reject.field == "source_platform"
    assert "'pinterest.com'" in reject.problem


@pytest.mark.parametrize(
    "data", [None, [], "text", 7, {"author": None}, {"id": {}}, {"id": [1], "author": [2]}]
)
@pytest.mark.parametrize(
    "platform", ["tiktok.com", "instagram.com", "twitter.com", "threads.net", "gab.com", "9"]
)
def test_an_item_of_the_wrong_shape_is_one_reject(tmp_path: Path, data: object, platform: str):
    rows = a.read(tmp_path, a.ndjson(a.envelope(data, platform=platform)), format="zeeschuimer")

    assert [type(row).__name__ for row in rows] == ["Reject"]
