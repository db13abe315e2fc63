"""What columns mean: what is guessed is said, what is told is done, and what does not fit names its place."""

import numpy as np
import pytest

from components.own.roles import Predictions, Wanted, read_roles
from components.own.table import UnreadableError, read_table


def roles(text: str, **wanted) -> Predictions:
    return read_roles(read_table(text.encode()), Wanted(**wanted))


def test_names_tell_the_truth_and_the_groups_and_each_guess_is_said():
    said = roles("patient,score,age,y_true\np1,0.5,30,1\np1,0.2,31,0\np2,0.9,32,1\n")
    assert said.classes == ("0", "1")
    assert said.truth.tolist() == [1, 0, 1]
    assert said.positive == 1
    assert [model.name for model in said.models] == ["score"]
    assert said.models[0].scores.tolist() == [0.5, 0.2, 0.9]
    assert (said.group_name, said.group_names, said.groups.tolist()) == ("patient", ("p1", "p2"), [0, 0, 1])
    assert said.notes == (
        "Read as UTF-8 with commas: 3 rows.",
        "'y_true' is taken for the truth, by its name.",
        "Rows with the same 'patient' are taken for a group that belongs together, by its name.",
        "Not used, by its name: 'age'.",
    )


def test_without_a_name_that_tells_the_first_column_is_the_truth_and_all_others_are_models():
    said = roles("animal,b,c\ncat,cat,dog\ndog,dog,dog\n")
    assert said.truth_name == "animal"
    assert said.classes == ("cat", "dog")
    assert said.positive is None
    assert [model.labels.tolist() for model in said.models] == [[0, 1], [1, 1]]
    assert "because it is the first column" in said.notes[1]


def test_what_is_told_is_not_guessed():
    text = "y_true,a,b,group\n1,0.5,1,0\n0,0.2,0,0\n0,0.3,1,1\n"
    said = roles(text, truth="b", models=("a", "y_true"), group="")
    assert (said.truth_name, [model.name for model in said.models], said.groups) == ("b", ["a", "y_true"], None)
    assert said.models[0].scores is not None
    assert said.models[1].labels.tolist() == [1, 0, 0]
    assert said.notes == ("Read as UTF-8 with commas: 3 rows.",)


@pytest.mark.parametrize(
    ("truth", "classes", "positive"),
    [
        (["0", "1"], ("0", "1"), 1),
        (["-1", "1"], ("-1", "1"), 1),
        (["True", "False"], ("0", "1"), 1),
        (["yes", "no"], ("no", "yes"), 1),
        (["neg", "pos"], ("neg", "pos"), 1),
        (["1", "2"], ("1", "2"), None),
        (["x", "y"], ("x", "y"), None),
        (["cat", "dog"], ("cat", "dog"), None),
        (["1", "1"], ("0", "1"), 1),
    ],
)
def test_which_class_is_positive(truth, classes, positive):
    said = roles("y_true,p\n" + "".join(f"{each},{each}\n" for each in truth))
    assert said.classes == classes
    assert said.positive == positive
    assert said.models[0].labels is not None


def test_a_class_that_only_a_model_has_comes_last():
    said = roles("y_true,p\ncat,ape\ndog,dog\n")
    assert said.classes == ("cat", "dog", "ape")
    assert said.models[0].labels.tolist() == [2, 1]
    said = roles("y_true,p,q\n3,1,3\n7,7,3\n9,9,9\n")
    assert said.classes == ("3", "7", "9", "1")
    assert [model.labels.tolist() for model in said.models] == [[3, 1, 2], [0, 0, 2]]


def test_all_negative_rows_have_a_class_that_is_positive():
    said = roles("y_true,p\n0,1\n0,0\n")
    assert (said.classes, said.positive) == (("0", "1"), 1)
    assert said.models[0].labels.tolist() == [1, 0]
    assert roles("y_true,p\n0,0.4\n0,0.6\n").models[0].scores is not None


def test_rows_with_missing_values_are_left_out_when_asked():
    text = "y_true,score,note\n1,0.5,\n0,n/a,\n,0.3,x\n1,0.9,\n"
    said = roles(text, leave_out_missing=True)
    assert said.truth.tolist() == [1, 1]
    assert said.classes == ("0", "1")
    assert said.models[0].scores.tolist() == [0.5, 0.9]
    assert "2 rows with a missing value are left out." in said.notes


@pytest.mark.parametrize("column", ["same", "other"])
def test_a_column_that_makes_no_groups_is_none(column):
    text = "y_true,same,other,score\n1,a,1,0.5\n0,a,2,0.1\n1,a,3,0.2\n"
    said = roles(text, group=column, models=("score",))
    assert said.groups is None
    assert "makes no groups" in said.notes[-1]


REFUSED = {
    "y_true,score\n1,0.5\n0,abc\n1,0.1\n": r"^row 3, column score: 'abc' is not a number\.$",
    "y_true,score\n1,0.5\n0,n/a\n1,0.1\n": r"^row 3, column score: 'n/a' is no value\. One row has none in this column\.",
    "y_true,score\n1,0.5\n0,\n,\n": r"^row 4, column y_true: there is no value\.",
    "y_true,score\n1,0.5\n0,inf\n": r"^row 3, column score: inf is no finite number\.$",
    "y_true,score\n0.5,0.5\n0,0.2\n": r"^row 2, column y_true: 0\.5 is no class",
    "y_true,score\n0,0.5\n1,0.2\n2,0.3\n": r"'y_true' has 3 classes, and 'score' has one score in each row",
    "y_true,score\ncat,0.5\ndog,0.2\n": r"say which class is positive, such as 'dog'",
    "y_true,score\ncat,0.5\ncat,0.2\n": r"'y_true' is 'cat' in every row",
    "y_true,pred\n0,no\n1,yes\n": r"'y_true' holds numbers, but 'pred' holds 'no' and 'yes'",
    "y_true,pred\ncat,a\ndog,b\n": r"'pred' has no class of the truth: it has 'a' and 'b', the truth has 'cat' and 'dog'\.",
    "y_true,group\n1,2\n0,2\n": r"no column of predictions",
    "y_true,score\n" + "".join(f"{k},0.5\n" for k in range(300)): r"300 different values; a truth has at most 200",
    "y_true,"
    + ",".join(f"score{k}" for k in range(12))
    + "\n1"
    + ",0.5" * 12
    + "\n": r"12 columns of predictions; at most 10",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda t: repr(t[:30]))
def test_what_does_not_fit_is_said_with_its_place(text):
    with pytest.raises(UnreadableError, match=REFUSED[text]):
        roles(text)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"truth": "z"}, "no column 'z'; there are 'y_true' and 'score'"),
        ({"models": ("z",)}, "no column 'z'"),
        ({"group": "z"}, "no column 'z'"),
        ({"truth": "y_true", "models": ("y_true",)}, "'y_true' cannot be a model and something else"),
        ({"positive": "7"}, "'y_true' has no class '7'; it has '0' and '1'"),
    ],
)
def test_what_is_told_and_is_not_there(wanted, sentence):
    with pytest.raises(UnreadableError, match=sentence):
        roles("y_true,score\n1,0.5\n0,0.2\n", **wanted)


def test_the_positive_class_that_is_told_makes_scores_of_three_classes_possible():
    said = roles("y_true,score\ncat,0.5\ndog,0.2\nape,0.1\n", positive="dog")
    assert said.classes[said.positive] == "dog"
    np.testing.assert_array_equal(said.truth == said.positive, [False, True, False])
