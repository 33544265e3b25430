"""Photos people hand in: made anew from their picture points, so that nothing else remains."""

from chunfeng.foundation.photos.encoding import Photo, UnusablePhoto, reencode

__all__ = ["Photo", "UnusablePhoto", "reencode"]
