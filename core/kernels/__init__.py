"""The fast loops over the data. They trust their input: the public functions of core check it and call them.

Memory is what these loops wait for. So they read long arrays block by block, each block small enough for the
processor's cache, and work in the same few buffers all the time.
"""
