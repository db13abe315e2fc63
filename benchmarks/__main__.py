"""All benchmarks, one after the other: `python -m benchmarks`."""

from benchmarks import callbacks, core, feel, pages

core.main()
callbacks.main()
pages.main()
feel.main()
