"""What do the pictures, films and recordings of a post say in words?"""

from breakwater.adapters.media.limits import Limits
from breakwater.adapters.media.memory import KnownMedia
from breakwater.adapters.media.process import MediaProcess

__all__ = ["KnownMedia", "Limits", "MediaProcess"]
