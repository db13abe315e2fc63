"""Pages: what a lesson declares, the pieces that it is laid out from, and the frame around it."""

from components.live.handle import Handle
from components.page.checks import Check, Checks, Task
from components.page.controls import Buttons, NumberField, Presets, Select, Slider, TextField, Toggles
from components.page.draw import Draw
from components.page.groups import WordGroups
from components.page.items import ItemTable
from components.page.lesson import Chapter, Lesson
from components.page.links import LinkTo
from components.page.live_table import LiveTable
from components.page.painting import Painting
from components.page.pieces import Box, Code, Content, Fold, Graph, Made, Place, TablePlace, caption, paragraph
from components.page.predict import Predict
from components.page.question import Question
from components.page.scrubbed import Scrubbed

__all__ = [
    "Box",
    "Buttons",
    "Chapter",
    "Check",
    "Checks",
    "Code",
    "Content",
    "Draw",
    "Fold",
    "Graph",
    "Handle",
    "ItemTable",
    "Lesson",
    "LinkTo",
    "LiveTable",
    "Made",
    "NumberField",
    "Painting",
    "Place",
    "Predict",
    "Presets",
    "Question",
    "Scrubbed",
    "Select",
    "Slider",
    "TablePlace",
    "Task",
    "TextField",
    "Toggles",
    "WordGroups",
    "caption",
    "paragraph",
]
