"""Draws pages (JSON lines, as `jisr pages --json` prints them) on sheets of phones, with Pango.

Each page is drawn on two phones: 128 x 160 dots with some 17 Latin characters in a line, which lays
every line from the left as phones with French menus do, and 240 x 320, which turns each line by its
first strong letter. A page is right when it reads the same on both.
"""
import json
import sys
from pathlib import Path

import cairo
import gi

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402

PHONES = ((128, 160, "DejaVu Sans Mono, Noto Sans Arabic 8.5", False),
          (240, 320, "DejaVu Sans Mono, Noto Sans Arabic 13", True))
COLUMNS, ROWS = 4, 3
MARGIN, CAPTION = 8, 14


def layout_of(context, text, font, width, turns=False):
    layout = PangoCairo.create_layout(context)
    layout.get_context().set_base_dir(Pango.Direction.LTR)
    layout.set_font_description(Pango.FontDescription(font))
    layout.set_auto_dir(turns)
    layout.set_wrap(Pango.WrapMode.WORD_CHAR)
    layout.set_width(width * Pango.SCALE)
    layout.set_text(text, -1)
    return layout


def draw_phone(context, page, left, top, phone):
    width, height, font, turns = phone
    context.set_source_rgb(0.93, 0.96, 0.88)
    context.rectangle(left, top, width, height)
    context.fill()
    layout = layout_of(context, page["text"], font, width - 6, turns)
    context.save()
    context.rectangle(left, top, width, height)
    context.clip()
    context.set_source_rgb(0, 0, 0)
    context.move_to(left + 3, top + 2)
    PangoCairo.show_layout(context, layout)
    context.restore()


def draw_sheet(path, pages):
    cell_width = sum(phone[0] + MARGIN for phone in PHONES) + MARGIN
    cell_height = PHONES[-1][1] + CAPTION + MARGIN
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, cell_width * COLUMNS,
                                 cell_height * ROWS)
    context = cairo.Context(surface)
    context.set_source_rgb(1, 1, 1)
    context.paint()
    for number, page in enumerate(pages):
        left = number % COLUMNS * cell_width + MARGIN
        top = number // COLUMNS * cell_height
        why = f" ({page['why']})" if page["why"] else ""
        caption = layout_of(context, f"{page['screen']}{why} {page['page']}/{page['pages']}",
                            "DejaVu Sans 8", cell_width)
        context.set_source_rgb(0.3, 0.3, 0.3)
        context.move_to(left, top)
        PangoCairo.show_layout(context, caption)
        for phone in PHONES:
            draw_phone(context, page, left, top + CAPTION, phone)
            left += phone[0] + MARGIN
    surface.write_to_png(str(path))


def main():
    folder = Path(sys.argv[1])
    by_language = {}
    for line in sys.stdin:
        page = json.loads(line)
        by_language.setdefault(page["language"], []).append(page)
    for language, pages in by_language.items():
        for number, start in enumerate(range(0, len(pages), COLUMNS * ROWS), 1):
            path = folder / f"{language}-{number}.png"
            draw_sheet(path, pages[start:start + COLUMNS * ROWS])
            print(path)
    return 0 if by_language else 1


if __name__ == "__main__":
    sys.exit(main())
