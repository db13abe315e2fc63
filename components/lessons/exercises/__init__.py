"""Exercises: three tasks that check themselves, each with hints and a worked answer that stay folded until they are wanted."""
