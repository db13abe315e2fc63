"""The report: its numbers are those of scikit-learn and of core, its verdict is short, and the command prints both forms."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, jaccard_score, precision_score, recall_score

import core
from benchmarks import example
from components.figures.still import still, unknown
from components.own import page
from components.own.__main__ import main
from components.own.report import Report, judge
from components.own.roles import Wanted, read_roles
from components.own.table import read_table


def csv(**columns) -> str:
    rows = zip(*(np.asarray(values).tolist() for values in columns.values()), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)])


def report(text: str, **wanted) -> Report:
    return judge(read_roles(read_table(text.encode()), Wanted(**wanted)))


def table(found: Report, name: str) -> list[dict]:
    return found.plain()["tables"][name]


rng = np.random.default_rng(0)
Y = (rng.random(400) < 0.3).astype(int)
A, B = (np.where(rng.random(400) < share, 1 - Y, Y) for share in (0.08, 0.2))
SCORES = core.scored_labels(n=400)
CLASSES = np.array(["ape", "bee", "cat", "dog"])
TRUE = CLASSES[rng.integers(0, 4, 300)]
FOUND = np.where(rng.random(300) < 0.7, TRUE, CLASSES[rng.integers(0, 4, 300)])


def test_labels_of_two_models():
    found = report(csv(y_true=Y, pred_a=A, pred_b=B))
    for name, p in (("pred_a", A), ("pred_b", B)):
        (row,) = (row for row in table(found, "counts") if row["model"] == name)
        tn, fp, fn, tp = confusion_matrix(Y, p).ravel()
        assert [row[key] for key in ("TP", "FP", "FN", "TN")] == [tp, fp, fn, tn]
        expected = [each(Y, p) for each in (jaccard_score, precision_score, recall_score)]
        assert [row[key] for key in ("J", "precision", "recall")] == pytest.approx(expected, abs=1e-12)
        (row,) = (row for row in table(found, "models") if row["model"] == name)
        assert (row["from"], row["to"]) == core.jaccard_interval(core.confusion_counts(Y, p))
        assert row["threshold"] is None
    (row,) = table(found, "differences")
    drawn = core.jaccard(core.resampled_counts(Y, A, B))
    assert (row["from"], row["to"]) == core.percentile_interval(drawn[0] - drawn[1])
    assert found.verdict[0] == "400 rows of 2 models (pred_a and pred_b) are judged; in 105 of them the truth is '1'."
    assert found.verdict[3].startswith("pred_a is better than pred_b by ")


def test_two_models_that_cannot_be_told_apart():
    other = A.copy()
    other[:3] = 1 - other[:3]
    found = report(csv(y_true=Y, pred_a=A, pred_b=other))
    assert found.verdict[3].startswith("These rows cannot tell whether ")


def test_scores_at_the_best_threshold_at_one_half_and_at_the_plug_in_one():
    y, scores = SCORES.y_true, SCORES.scores
    found = report(csv(y_true=y, score=scores))
    best = core.best_exact(y, scores)
    tuned = core.tuned_threshold(y, scores)
    (model,) = table(found, "models")
    assert model["threshold"] == best.threshold
    assert (model["J"], model["from"], model["to"]) == pytest.approx((tuned.score, tuned.low, tuned.high))
    counts = table(found, "counts")
    cuts = [best.threshold, 0.5, float(core.threshold_without_labels(scores))]
    assert [row["J"] for row in counts] == pytest.approx([jaccard_score(y, scores >= cut) for cut in cuts])
    bins = table(found, "calibration")
    assert sum(row["rows"] for row in bins) == 400
    assert found.verdict[2].startswith(f"Its best threshold is {best.threshold:.6g}: on these rows J is 0.426 there")
    assert "the scores are no probabilities" in found.verdict[-1]


def test_scores_that_are_no_probabilities_have_no_calibration_and_no_half():
    found = report(csv(y_true=SCORES.y_true, score=SCORES.scores * 10))
    assert len(table(found, "counts")) == 1
    assert "calibration" not in found.plain()["tables"]


def test_two_models_with_scores_are_each_tuned_in_every_resample():
    y, a = SCORES.y_true, SCORES.scores
    b = a + 0.2 * np.random.default_rng(1).normal(size=400)
    found = report(csv(y_true=y, score_a=a, score_b=b))
    (row,) = table(found, "differences")
    expected = core.tuned_difference(y, a, b)
    assert (row["difference"], row["from"], row["to"]) == pytest.approx(expected)


def test_scores_and_labels_are_not_compared():
    found = report(csv(y_true=SCORES.y_true, score=SCORES.scores, pred=SCORES.scores > 0.8))
    assert "differences" not in found.plain()["tables"]
    assert len(table(found, "models")) == 2


def test_groups_widen_the_interval_and_have_rows_of_their_own():
    patient = np.repeat([f"p{k}" for k in range(8)], 50)
    hard = np.repeat(np.arange(8) % 2, 50) * (rng.random(400) < 0.5)
    p = np.where(hard, 1 - Y, Y)
    alone, grouped = (report(csv(y_true=Y, pred=p, patient=patient), group=group) for group in ("", "patient"))
    widths = [row["to"] - row["from"] for found in (alone, grouped) for row in table(found, "models")]
    assert widths[1] > 1.5 * widths[0]
    rows = table(grouped, "groups")
    assert [row["group"] for row in rows] == sorted(set(patient))
    assert [row["J"] for row in rows] == pytest.approx(
        [jaccard_score(Y[patient == g], p[patient == g]) for g in sorted(set(patient))]
    )
    assert "more groups: there are 8" in grouped.verdict[-1]


@pytest.mark.parametrize(("rule", "zero_division"), [("0/0 is 0", 0), ("0/0 is 1", 1)])
def test_classes_and_their_averages(rule, zero_division):
    found = report(csv(truth=TRUE, pred=FOUND))
    for row in table(found, "averages"):
        expected = jaccard_score(TRUE, FOUND, average=row["average"], zero_division=zero_division)
        assert row[rule] == pytest.approx(expected)
    rows = table(found, "classes")
    assert [row["J"] for row in rows] == pytest.approx(jaccard_score(TRUE, FOUND, average=None).tolist())
    assert sum(row["part of macro"] for row in rows) == pytest.approx(1)
    cells = [[row[f"predicted {name}"] for name in CLASSES] for row in table(found, "confusion")]
    np.testing.assert_array_equal(cells, confusion_matrix(TRUE, FOUND))
    (model,) = table(found, "models")
    drawn = core.average(core.jaccard(core.resampled_class_counts(TRUE, FOUND)))[0]
    assert (model["from"], model["to"]) == core.percentile_interval(drawn)


def test_a_class_that_one_model_alone_predicts_is_0_over_0_for_the_other():
    found = report(csv(truth=["a", "b", "b"], pred_one=["a", "b", "b"], pred_two=["a", "b", "c"]))
    rows = {(row["model"], row["class"]): row["J"] for row in table(found, "classes")}
    assert rows["pred_one", "c"] is None
    assert rows["pred_two", "c"] == 0
    averages = {(row["model"], row["average"]): row for row in table(found, "averages")}
    assert [averages["pred_one", "macro"][rule] for rule in ("0/0 is 0", "0/0 is 1", "0/0 left out")] == pytest.approx(
        [2 / 3, 1, 1]
    )
    assert "'c' is not in the truth" in found.verdict[-1]


EDGES = {
    "nothing true or predicted": csv(y_true=[0, 0, 0], pred=[0, 0, 0]),
    "nothing true": csv(y_true=[0, 0, 0], score=[0.1, 0.2, 0.2]),
    "everything true": csv(y_true=[1, 1], score=[0.1, 0.2]),
    "one row": csv(y_true=[1], pred=[1]),
    "one row and a score": csv(y_true=[1], score=[0.5]),
    "one score": csv(y_true=[1, 0, 1], score=[3, 3, 3]),
    "two models with nothing": csv(y_true=[0, 0], pred_a=[0, 0], pred_b=[0, 0]),
    "classes that never meet": csv(truth=["a", "b"], pred=["b", "a"]),
    "one of many": csv(truth=["a"], pred=["a"]) + "\nb,a",
    "groups of scores": csv(y_true=[1, 0, 1, 0], score=[0.1, 0.2, 0.3, 0.4], group=[1, 1, 2, 2]),
    "groups of classes": csv(y_true=["a", "b", "a", "c"], pred=["a", "b", "c", "c"], group=[1, 1, 2, 2]),
}


@pytest.mark.parametrize("text", EDGES.values(), ids=EDGES)
def test_what_is_small_or_empty_has_a_report_too(text):
    found = report(text)
    assert 2 <= len(found.verdict) <= 5
    assert all(sentence.endswith(".") and "nan" not in sentence for sentence in found.verdict)
    assert all(len(row) == len(each.columns) for each in found.tables for row in each.rows)
    json.dumps(found.plain(), allow_nan=False)
    assert "nan" not in found.text()


PICTURED = {
    "scores of two": (csv(y_true=SCORES.y_true, score_a=SCORES.scores, score_b=SCORES.scores**2), 3),
    "labels of two": (csv(y_true=Y, pred_a=A, pred_b=B), 1),
    "labels of one": (csv(y_true=Y, pred=A), 0),
    "classes": (csv(truth=TRUE, pred_a=FOUND, pred_b=TRUE), 1),
    "the second is better": (csv(y_true=Y, pred_a=1 - Y, pred_b=Y), 1),
    "no probabilities": (csv(y_true=SCORES.y_true, score=SCORES.scores * 10), 0),
    "nothing": (csv(y_true=[0, 0], pred_a=[0, 0], pred_b=[0, 0]), 0),
}


@pytest.mark.parametrize("name", PICTURED)
def test_the_figures_stand_still_with_the_numbers_of_the_report(name):
    text, many = PICTURED[name]
    found = judge(read_roles(read_table(text.encode())), pictured=True)
    assert len(found.figures) == many
    for described, figure, _ in found.figures:
        assert described
        assert not unknown(figure)
        assert not re.search(r"\bnan\b", still(figure))
    if "two" in name or name == "classes":
        (row,) = table(found, "differences")
        lines = [trace["x"] for trace in found.figures[-1].figure["data"] if trace.get("line", {}).get("width") == 5]
        assert lines[-1] == pytest.approx([row["from"], row["to"]], abs=1e-4)
        best = next(each for each in table(found, "models") if each["model"] == row["first"])
        assert lines[0] == pytest.approx([best["from"], best["to"]], abs=1e-4)


def test_the_example_is_what_its_command_makes():
    text = page.EXAMPLE.read_text(encoding="utf-8")
    assert text == example.example()
    found = report(text)
    assert (
        found.verdict[0]
        == "569 rows of 2 models (score_three and score_thirty) are judged; in 212 of them the truth is '1'."
    )
    assert found.verdict[3].startswith("score_thirty is better than score_three by 0.1")


def test_the_command_prints_text_or_json(tmp_path, capsys):
    file = tmp_path / "mine.csv"
    file.write_text(csv(y_true=Y, pred_a=A, pred_b=B))
    assert main([str(file)]) == 0
    text = capsys.readouterr().out
    assert text.startswith("400 rows of 2 models")
    assert main([str(file), "--json", "--model", "pred_b", "--positive", "0"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"][0] == "400 rows of one model (pred_b) are judged; in 295 of them the truth is '0'."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"y,score\n1,0.5\n0,n/a\n", "row 3, column score"), (b"\x89PNG", "picture"), (None, "cannot be opened")],
)
def test_what_cannot_be_read_is_a_sentence_and_the_status_2(content, sentence, tmp_path, capsys):
    file = tmp_path / "mine.csv"
    if content is not None:
        file.write_bytes(content)
    assert main([str(file)]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert sentence in error
    assert error.count("\n") == 1


def test_the_command_reads_the_standard_input_and_imports_no_dash():
    code = "import sys; from components.own.__main__ import main; print(main(['-']), 'dash' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], input=csv(y_true=Y, pred=A), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 False"


def test_a_sign_that_moves_the_cursor_is_not_printed():
    assert "\x1b" not in report("y_true,pred\n\x1b[2Jcat,\x1b[2Jcat\ndog,dog\n").text()
