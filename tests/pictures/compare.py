"""How alike the same ten rows are in several pictures: FOLDER ALIKE DIFFERENT xterm NAME...

The bar at the top of the screen is 80 columns wide and one row high, which gives the size of a
cell whatever the terminal. Each cell of rows 2 to 11, without the columns that tell the time, is
described by how dark its six parts are; a row is as alike as these numbers correlate, and a
picture as its rows are on average.
"""

import subprocess
import sys

COLUMNS, FIRST, LAST, LEFT = 80, 2, 11, 26


def load(path):
    size = subprocess.check_output(["identify", "-format", "%w %h", path], text=True).split()
    width, height = map(int, size)
    gray = subprocess.check_output(["convert", path, "-colorspace", "gray", "-depth", "8", "gray:-"])
    return [gray[y * width : (y + 1) * width] for y in range(height)]


def bar(rows):
    """Left, top, right and bottom of the first broad stretch of rows that are dark almost throughout."""
    dark = [[x for x, value in enumerate(row) if value < 128] for row in rows]
    wide = [len(row) > 500 and len(row) > 0.6 * (row[-1] - row[0]) for row in dark]
    top = wide.index(True)
    bottom = top
    while wide[bottom]:
        bottom += 1
    if bottom - top < 8:
        raise ValueError("no bar")
    # A column of the bar is dark where no letter is; the ends of it have none.
    counts = [0] * len(rows[0])
    for row in dark[top:bottom]:
        for x in row:
            counts[x] += 1
    full = [x for x, count in enumerate(counts) if count > 0.8 * (bottom - top)]
    return full[0], top, full[-1] + 1, bottom


def describe(path):
    rows = load(path)
    left, top, right, bottom = bar(rows)
    cell_w, cell_h = (right - left) / COLUMNS, bottom - top
    found = []
    for row in range(FIRST, LAST + 1):
        parts = []
        for column in range(LEFT, COLUMNS):
            for sub_y in range(3):
                for sub_x in range(2):
                    x0 = left + (column + sub_x / 2) * cell_w
                    y0 = top + (row + sub_y / 3) * cell_h
                    ys = range(round(y0), max(round(y0) + 1, round(y0 + cell_h / 3)))
                    xs = range(round(x0), max(round(x0) + 1, round(x0 + cell_w / 2)))
                    ink = [255 - rows[y][x] for y in ys if y < len(rows) for x in xs if x < len(rows[y])]
                    parts.append(sum(ink) / max(1, len(ink)))
        found.append(parts)
    return found


def correlation(a, b):
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    top = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    below = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return top / below if below else 0.0


folder, alike, different, names = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), sys.argv[4:]
xterm = describe(f"{folder}/xterm.png")
failed = False
for name in names[1:] + ["control"]:
    try:
        pairs = zip(xterm, describe(f"{folder}/{name}.png"))
        rows = [correlation(ours, theirs) for ours, theirs in pairs]
        found = sum(rows) / len(rows)
    except ValueError:
        print(f"{name}: its picture shows no bar")
        failed = True
        continue
    right = found < different if name == "control" else found > alike
    failed |= not right
    wanted = f"less than {different}" if name == "control" else f"more than {alike}"
    print(f"{name}: {found:.3f} alike with xterm, worst row {min(rows):.3f} ({wanted} wanted): {'right' if right else 'WRONG'}")
sys.exit(1 if failed else 0)
