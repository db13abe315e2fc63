"""The public surface: what core offers, and that all of it is documented, typed and tried."""

import inspect
import subprocess
import sys

import pytest

import core

NAMES = (
    "Best Bins CellImage Counts Descent Difference Disagreement DrawnImagePairs DrawnImages DrawnThresholds Fit History "
    "ImageIntervals Interval Loss ReferenceData ScoredLabels SeedScores TrainingData Tuned UndefinedMetricWarning "
    "accuracy average average_precision average_weights batch_mask_counts before_recalibration best_exact "
    "best_expected best_on_grid bootstrap_interval box_iou calibration_bins cell_image circle_mask confusion_counts "
    "confusion_matrix detection_counts distinct_counts drawn_image_pairs drawn_images equal_jaccard_line "
    "expected_counts f1 f1_from_jaccard f1_interval fit_logistic fit_side_by_side gradient_descent image_intervals "
    "iou ious jaccard jaccard_from_f1 jaccard_interval jaccard_of_new_items jaccard_score log_loss lovasz_hinge_loss "
    "mask_counts match_boxes mean_interval membership moved_mask_counts multiclass_counts multilabel_counts "
    "nearest_disagreement overlap_categories paired_difference percentile_interval plug_in_threshold posterior "
    "precision predict_at predict_proba recalibrated recall reference_data resampled_class_counts resampled_counts "
    "safe_divide scored_labels set_jaccard sigmoid soft_counts soft_dice_loss soft_jaccard soft_jaccard_loss "
    "specificity threshold_counts threshold_without_labels thresholds_on_draws train_on_seeds training_data "
    "tuned_difference tuned_threshold uniform_grid wilson words "
)
PUBLIC = NAMES.split()

FUNCTIONS = [name for name in PUBLIC if inspect.isfunction(getattr(core, name))]


def test_all():
    assert sorted(core.__all__) == sorted(PUBLIC)
    assert len(set(core.__all__)) == len(core.__all__)


def test_jaccard_is_the_function_whatever_is_imported_when():
    code = (
        "import core.jaccard, core.jaccard as m; from core import jaccard; import core; print(callable(core.jaccard))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


@pytest.mark.parametrize("name", PUBLIC)
def test_documented(name):
    assert inspect.getdoc(getattr(core, name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_example_and_types(name):
    function = getattr(core, name)
    assert ">>> " in function.__doc__
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values())


def test_signature_is_that_of_scikit_learn():
    from sklearn.metrics import jaccard_score as reference

    theirs, ours = (inspect.signature(f).parameters for f in (inspect.unwrap(reference), core.jaccard_score))
    assert [(p.name, p.kind, p.default) for p in theirs.values()] == [
        (p.name, p.kind, p.default) for p in ours.values()
    ]
