"""`python -m serving`: checks the settings, then becomes gunicorn.

gunicorn reads WEB_CONCURRENCY before its configuration is read, and ends with a traceback if it is no number. The C library
too reads what concerns it as a process starts.
"""

import os
import sys

from serving.settings import read_or_exit

# What has been computed is freed soon. Linux's C library would keep it, for each thread apart, and a worker grow by 30 MB: this
# way all threads share one heap, large blocks are given back at once, and so is the end of the heap. See mallopt(3).
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "1048576"}

if __name__ == "__main__":
    os.environ["WEB_CONCURRENCY"] = str(read_or_exit(os.environ).workers)
    os.environ.update({**MEMORY, **os.environ})
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", *sys.argv[1:]])
