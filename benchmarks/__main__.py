"""All benchmarks, one after the other: `python -m benchmarks`."""

from benchmarks import core, pages

core.main()
pages.main()
