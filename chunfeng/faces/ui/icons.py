"""The shapes of the icons, on a grid of 24 by 24; every one stands beside a text."""

ICONS = {
    "mark": '<path d="M4 15c4 0 5-3 8-3s4 3 8 3"/><path d="M4 10c4 0 5-3 8-3s4 3 8 3"/>'
    '<path d="M12 12v8"/>',
    "today": '<path d="M4 6h16v14H4z"/><path d="M4 10h16M8 3v4M16 3v4"/><path d="m9 15 2 2 4-4"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-4 3-6 6-6s6 2 6 6"/>'
    '<path d="M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3 2.6 3 5.5"/>',
    "house": '<path d="m3 11 9-8 9 8"/><path d="M5 9.5V20h14V9.5"/><path d="M10 20v-6h4v6"/>',
    "upload": '<path d="M12 16V4m0 0L7 9m5-5 5 5"/><path d="M4 16v4h16v-4"/>',
    "download": '<path d="M12 4v12m0 0 5-5m-5 5-5-5"/><path d="M4 16v4h16v-4"/>',
    "map": '<path d="m3 6 6-2 6 2 6-2v14l-6 2-6-2-6 2z"/><path d="M9 4v14M15 6v14"/>',
    "post": '<path d="M4 8h16v12H4z"/><path d="M9 8V5h6v3"/><path d="M4 13h16"/>',
    "log": '<path d="M6 3h9l4 4v14H6z"/><path d="M9 12h7M9 16h7M9 8h3"/>',
    "twins": '<circle cx="8" cy="9" r="3"/><circle cx="16" cy="9" r="3"/>'
    '<path d="M3 19c0-3 2-5 5-5s5 2 5 5M11 19c0-3 2-5 5-5s5 2 5 5"/>',
    "doubt": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 '
    '1.7"/><path d="M12 17h.01"/>',
    "warn": '<path d="M12 3 2.5 20h19z"/><path d="M12 10v4M12 17h.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 8h.01"/>',
    "check": '<path d="m5 13 4 4L19 7"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m20 20-4.5-4.5"/>',
    "edit": '<path d="M4 20h4L19 9l-4-4L4 16z"/>',
    "print": '<path d="M7 8V3h10v5"/><path d="M5 17H3V9h18v8h-2"/><path d="M7 14h10v7H7z"/>',
    "eye": '<path d="M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12z"/>'
    '<circle cx="12" cy="12" r="2.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8M16 7l3 3"/>',
}
