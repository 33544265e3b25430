"""The portal: work near home, work away and classes, for anybody with a phone; no personal data."""
