"""A program of its own: reads a picture as SVG and writes it as PNG; its arguments are files with fonts."""

import sys

import resvg_py

if __name__ == "__main__":
    svg = sys.stdin.buffer.read().decode()
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=sys.argv[1:])
    sys.stdout.buffer.write(bytes(png))
