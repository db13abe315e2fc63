"""Run all benchmarks that need nothing but this repository, one after the other: `python -m benchmarks`."""

from benchmarks import burst, callbacks, core, feel, lighthouse, load, memory, own, pages, shift, slow

core.main()
callbacks.main()
pages.main()
shift.main([])
lighthouse.main([])
feel.main()
burst.main()
slow.main()
load.main()
memory.main()
own.main([])
