"""How do the big platforms' own items read, whichever tool has saved them?

Zeeschuimer and 4CAT hand on what the platform's web page was given, and change nothing in it;
so the shapes are the platforms', and are read here once for both.
"""

from __future__ import annotations

from breakwater.adapters.sources.addresses import platform_named
from breakwater.adapters.sources.fields import FieldError, Fields, once, plain
from breakwater.records import Platform, Post


def platform_post(data: Fields, *, platform: str, item: str | None) -> Post:
    """Return the post in a platform's item; `item` is the id that the tool noted for it.

    :raises FieldError: it names no id or no author, or the platform's items are not known
    """
    match platform_named(platform):
        case "tiktok":
            return tiktok(data)
        case "tiktok-comments":
            return tiktok_comment(data)
        case "instagram":
            return instagram(data)
        case "threads":
            return threads(data)
        case "x":
            return tweet(data)
        case _:
            return _other(data, platform=platform, item=item)


def differing(handle: str | None, account: str) -> str | None:
    """Return the handle where it tells more than the account does."""
    return None if handle == account else handle


def tiktok(data: Fields) -> Post:
    """Return the post in a TikTok item. `author` is an object, in some answers only the handle."""
    handle = data.name("author.uniqueId", "author")
    account = data.name("author.id", "authorId", "author.secUid", "authorSecId") or handle
    if account is None:
        raise FieldError(data.full("author.uniqueId"), "missing")
    item = data.known_name("id")
    return Post(
        id=item,
        platform=Platform.TIKTOK,
        account=account,
        handle=differing(handle, account),
        text="\n".join(filter(None, [data.text("desc"), *_stickers(data)])),
        created_at=data.moment("createTime"),
        url=f"https://www.tiktok.com/@{handle}/video/{item}" if handle else None,
        lang=data.text("textLanguage"),
        media=_tiktok_media(data),
        bio=data.text("author.signature"),
        display_name=data.text("author.nickname", "nickname"),
        followers=data.count("authorStats.followerCount", "authorStatsV2.followerCount"),
    )


def _stickers(data: Fields) -> list[str]:
    """Return what is written on the picture: prices often stand there and nowhere else."""
    texts = (sticker.get("stickerText") for sticker in data.each("stickersOnItem"))
    return [plain(text) for found in texts for text in (found if isinstance(found, list) else [found])]


def _tiktok_media(data: Fields) -> tuple[str, ...]:
    pictures = [picture.inner("imageURL").get("urlList") for picture in data.each("imagePost.images")]
    first = [urls[0] for urls in pictures if isinstance(urls, list) and urls]
    video = data.links("video.cover", "video.downloadAddr", "video.playAddr")
    return once(plain(link) for link in [*video, *first])


def tiktok_comment(data: Fields) -> Post:
    """Return the post in a comment under a TikTok video."""
    account = data.known_name("user.uid", "user.sec_uid", "user.unique_id")
    return Post(
        id=data.known_name("cid"),
        platform=Platform.TIKTOK,
        account=account,
        handle=differing(data.name("user.unique_id"), account),
        text=data.known_text("text"),
        created_at=data.moment("create_time"),
        url=data.text("share_info.url"),
        lang=data.text("comment_language"),
        bio=data.text("user.signature"),
        display_name=data.text("user.nickname"),
    )


def instagram(data: Fields) -> Post:
    """Return the post in an Instagram item: from a list, of Polaris, or of the older Graph."""
    item = data.known_name("code", "shortcode")
    account = data.known_name("user.pk", "user.id", "owner.pk", "owner.id", "owner.username", "user.username")
    return Post(
        id=item,
        platform=Platform.INSTAGRAM,
        account=account,
        handle=differing(data.name("user.username", "owner.username"), account),
        text=_caption(data),
        created_at=data.moment("taken_at", "taken_at_timestamp"),
        url=f"https://www.instagram.com/p/{item}/",
        media=_instagram_media(data),
        bio=data.text("user.biography", "owner.biography"),
        display_name=data.text("user.full_name", "owner.full_name"),
        followers=data.count("user.follower_count", "owner.edge_followed_by.count"),
    )


def threads(data: Fields) -> Post:
    """Return the post in a Threads item."""
    item, account = (
        data.known_name("code", "pk", "id"),
        data.known_name("user.pk", "user.id", "user.username"),
    )
    handle = data.name("user.username")
    return Post(
        id=item,
        platform=Platform.THREADS,
        account=account,
        handle=differing(handle, account),
        text=_caption(data),
        created_at=data.moment("taken_at"),
        url=f"https://www.threads.net/@{handle}/post/{item}" if handle else None,
        media=_instagram_media(data),
        bio=data.text("user.biography"),
        display_name=data.text("user.full_name"),
        followers=data.count("user.follower_count"),
    )


def _caption(data: Fields) -> str:
    older = [edge.text("node.text") for edge in data.each("edge_media_to_caption.edges")]
    return data.text("caption.text", "caption") or next(filter(None, older), "")


def _instagram_media(data: Fields) -> tuple[str, ...]:
    children = [*data.each("carousel_media")]
    children += [edge.inner("node") for edge in data.each("edge_sidecar_to_children.edges")]
    return once(link for part in [data, *children] for link in _pictures(part))


def _pictures(part: Fields) -> list[str | None]:
    return [
        next((one.text("url") for one in part.each("image_versions2.candidates")), None),
        next((one.text("url") for one in part.each("video_versions")), None),
        part.text("display_url", "display_uri"),
        part.text("video_url"),
    ]


def tweet(data: Fields) -> Post:
    """Return the post in an item of X's web page; one shown with a warning is wrapped once more."""
    if data.has("tweet.legacy"):
        data = data.inner("tweet")
    user = data.inner("core.user_results.result")
    handle = user.name("core.screen_name", "legacy.screen_name")
    account = data.name("legacy.user_id_str") or user.name("rest_id") or handle
    if account is None:
        raise FieldError(data.full("legacy.user_id_str"), "missing")
    item = data.known_name("rest_id", "legacy.id_str")
    return Post(
        id=item,
        platform=Platform.X,
        account=account,
        handle=differing(handle, account),
        text=data.text("note_tweet.note_tweet_results.result.text")
        or data.known_text("legacy.full_text", "legacy.text"),
        created_at=data.moment("legacy.created_at"),
        url=f"https://x.com/{handle or 'i'}/status/{item}",
        lang=data.text("legacy.lang"),
        media=once(
            one.text("media_url_https", "media_url") for one in data.each("legacy.extended_entities.media")
        ),
        bio=user.text("legacy.description", "profile_bio.description"),
        display_name=user.text("core.name", "legacy.name"),
        followers=user.count("legacy.followers_count"),
    )


_OTHER_AUTHORS = ("author.id", "account.id", "user.id", "user.pk", "author_id", "user_id", "from_id")
_OTHER_HANDLES = (
    "author.username",
    "account.username",
    "account.acct",
    "user.username",
    "author",
    "username",
)
_OTHER_TEXTS = ("text", "content", "body", "caption.text", "caption", "desc", "description", "title")


def _other(data: Fields, *, platform: str, item: str | None) -> Post:
    """Return the post of a platform we have no reader for, if it speaks plainly."""
    handle = data.name(*_OTHER_HANDLES)
    account = data.name(*_OTHER_AUTHORS) or handle
    found, text = data.name("id", "pk") or item, data.text(*_OTHER_TEXTS)
    if account is None or found is None or text is None:
        raise FieldError(
            "source_platform",
            f"items of {platform!r} cannot be read yet; only author, id and text in plain fields",
        )
    return Post(
        id=found,
        platform=Platform.OTHER,
        account=account,
        handle=differing(handle, account),
        text=text,
        created_at=data.moment("created_at", "timestamp", "taken_at", "create_time"),
        url=data.text("url", "link"),
        display_name=data.text("account.display_name", "author.display_name", "author.name", "user.name"),
        bio=data.text("account.note", "author.bio", "user.bio"),
    )
