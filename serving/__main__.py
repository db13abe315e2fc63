"""`python -m serving`: checks the settings, then becomes gunicorn.

gunicorn reads WEB_CONCURRENCY before its configuration is read, and ends with a traceback if it is no number.
"""

import os
import sys

from serving.settings import read_or_exit

if __name__ == "__main__":
    os.environ["WEB_CONCURRENCY"] = str(read_or_exit(os.environ).workers)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", *sys.argv[1:]])
