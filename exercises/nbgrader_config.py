"""Settings for nbgrader (0.9 or later), in the folder that holds source/, release/, submitted/ and so on.

`python -m kit exercises --nbgrader FOLDER` makes such a folder. nbgrader needs `kit` installed beside it.
"""

from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.converters import GenerateAssignment

c = get_config()  # noqa: F821  (nbgrader runs this file and provides the name)

c.CourseDirectory.course_id = "arabic-text-kit"

# Students do not get the key and the known answers ...
c.GenerateAssignment.preprocessors = [
    TagRemovePreprocessor,
    *GenerateAssignment.preprocessors.default(),
]
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"key", "wrong", "alternative"}
# ... and where the solution was, nothing is put: the stub above it, with its blanks, is the stub.
c.ClearSolutions.code_stub = {"python": ""}

# A check cell that a student deleted comes back and is graded.
c.OverwriteCells.add_missing_cells = True
