"""Run all benchmarks that need nothing but this repository, one after the other: `python -m benchmarks`."""

from benchmarks import burst, callbacks, core, feel, load, pages, slow

core.main()
callbacks.main()
pages.main()
feel.main()
burst.main()
slow.main()
load.main()
