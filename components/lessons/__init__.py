"""The lessons of the course: a module each, those of one chapter in a package."""
