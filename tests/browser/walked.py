"""The lessons that the browser's tests walk through: all with `--all`, else those below.

No conftest has them: pytest loads that before it knows of `--all`, where a command names a file of this folder.
"""

from components.course import LESSONS
from tests.states import spread

# Between them they have most kinds of figures, controls and screens.
WALKED = spread(
    LESSONS,
    0,
    always=[
        lesson
        for lesson in LESSONS
        if lesson.name
        in (
            "home", "sets", "sets-words", "masks-cells", "masks", "masks-detections", "true-negatives", "errors", "f1",
            "averaging", "averaging-classes", "thresholds", "thresholds-calibration", "soft-jaccard", "soft-jaccard-test",
            "trade-offs", "pitfalls-paired", "exercises-3",
        )
    ],
)  # fmt: skip
