"""All benchmarks, one after the other: `python -m benchmarks`."""

from benchmarks import core, feel, pages

core.main()
pages.main()
feel.main()
