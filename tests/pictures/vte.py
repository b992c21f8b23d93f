"""A bare terminal on VTE: FONT COLUMNS ROWS COMMAND..."""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Vte", "2.91")
from gi.repository import Gdk, GLib, Gtk, Pango, Vte  # noqa: E402

font, columns, rows, command = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
terminal = Vte.Terminal()
terminal.set_font(Pango.FontDescription(font))
terminal.set_size(columns, rows)
white, black = Gdk.RGBA(1, 1, 1, 1), Gdk.RGBA(0, 0, 0, 1)
terminal.set_colors(black, white, None)
terminal.set_cursor_blink_mode(Vte.CursorBlinkMode.OFF)
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.add(terminal)
terminal.spawn_async(Vte.PtyFlags.DEFAULT, None, command, None, GLib.SpawnFlags.DEFAULT, None, None, -1, None, None)
terminal.connect("child-exited", lambda *_: Gtk.main_quit())
window.show_all()
Gtk.main()
