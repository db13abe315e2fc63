"""The sections of the course: a module each, or a package with a module for each part."""
