"""The state of a lesson: its parameters, the typed value made of them, and the address that carries it."""

from components.state.address import address, href
from components.state.params import Bitmap, Choice, Number, Param, Subset, Text, Whole
from components.state.state import State, of

__all__ = ["Bitmap", "Choice", "Number", "Param", "State", "Subset", "Text", "Whole", "address", "href", "of"]
