"""What does an address tell about platform, account and item?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.adapters.sources.addresses import Address, address


@pytest.mark.parametrize(
    ("url", "platform", "account", "item"),
    [
        ("https://www.tiktok.com/@invented.one/video/7001?lang=en", "tiktok", "invented.one", "7001"),
        ("https://m.tiktok.com/@invented.one", "tiktok", "invented.one", None),
        ("https://www.instagram.com/p/Dabc/", "instagram", None, "Dabc"),
        ("https://instagram.com/invented.one/", "instagram", "invented.one", None),
        ("https://twitter.com/invented1/status/1990", "x", "invented1", "1990"),
        ("https://x.com/search?q=uk", "x", None, None),
        ("https://www.youtube.com/watch?v=vid00000001", "youtube", None, "vid00000001"),
        ("https://www.youtube.com/channel/UCinvented", "youtube", "UCinvented", None),
        ("https://www.youtube.com/@invented", "youtube", "@invented", None),
        ("https://youtu.be/vid00000001", "youtube", None, "vid00000001"),
        ("https://t.me/s/inventedchannel/5", "telegram", "inventedchannel", "5"),
        ("https://www.facebook.com/invented.one/posts/pfbid0abc", "facebook", "invented.one", "pfbid0abc"),
        ("https://bsky.app/profile/invented.example.org/post/k1", "bluesky", "invented.example.org", "k1"),
        ("https://nottiktok.com/@invented.one", "other", None, None),
        ("https://[bad", "other", None, None),
    ],
)
def test_an_address_tells_what_it_speaks_of(url: str, platform: str, account: str | None, item: str | None):
    assert address(url) == Address(platform, account, item)


@given(st.text())
def test_any_text_is_an_address_of_something(text: str):
    assert isinstance(address(text), Address)
