"""What everybody may know of the demo's accounts; none of it opens anything outside the demo."""

PASSWORD = "chunfeng demo 2026"  # noqa: S105 documented, and refused outside the demo
SECRET = "CHUNFENGDEMOCHUNFENGDEMOCHUNFENG"  # noqa: S105 of the demo's codes, documented
PERIOD = 30  # seconds a code holds
