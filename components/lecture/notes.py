"""What a lecturer has beside each screen: what to do with it, what the hall will say, where to go when asked.

By the path of a lesson and the name of a screen. "Figure" stands for every screen of the figures that has no note of its own.
Only the presenter's view and a handout with `notes=1` show them (components/lecture/presenter.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from components.page import Lesson
from components.page.screens import Screen

FIGURE = "Figure"
SHORT = ("Question", "Answer", "Goals and signs", "The way through", "Quick start")  # screens of one minute
LONG = 2  # minutes of any other


class Note(NamedTuple):
    """What is said beside a screen, and how long the screen takes."""

    words: str
    minutes: int


def note(lesson: Lesson[Any], screen: Screen) -> Note:
    """Return the note of a screen; a further lesson without notes has its summary."""
    notes = NOTES.get(lesson.path, {})
    return Note(notes.get(screen.name) or notes.get(FIGURE) or lesson.summary, 1 if screen.name in SHORT else LONG)


NOTES: Mapping[str, Mapping[str, str]] = {
    "/": {
        "Figure": "Move the slider slowly, and let the hall call out the score before you stop. "
        "Each set is as large as the other here, so what they share is the same part of both.",
        "Question": "Take hands for each answer before you say a word. "
        "Most take one half, because they divide by one set and not by the union.",
        "Answer": "For two sets of one size J is s/(2 − s), where s is the part of each that is shared. "
        "Two thirds gives one half. Show it, and move on before anybody starts to calculate.",
        "The way through": "Point at the chapters that you will take. "
        "Who wants the others finds them at the address that the key S shows.",
    },
    "/sets": {
        "Figure": "Press elements into A, into B or into both, and ask for the score before you look. "
        "Then ask what an element in neither of them changes: nothing. "
        "If somebody wants a distance, it is 1 − J.",
        "Question": "Two of four suggests one half, and that is what most will say. "
        "Do not correct it. Ask them to count the union first.",
        "Answer": "Count aloud: two are shared, six are in the union. "
        "Who said one half has divided by one of the sets. That is precision or recall, and it comes next.",
    },
    "/sets/baskets": {
        "Figure": "Let the hall fill two baskets, and ask which goods the shop should recommend to whom. "
        "Goods that nobody buys change nothing, however long the shelf is.",
        "Question": "The small basket lies in the large one, so many will say 1. Let them count what the two have together.",
        "Answer": "Two of ten goods are shared, so J is 0.2. "
        "Who wants to know whether A lies in B needs another score: the share of A that B has.",
    },
    "/sets/words": {
        "Figure": "Let the hall dictate two sentences. "
        "Search engines find texts that were copied in this way, with several words at a time.",
        "Question": "Read both sentences aloud. Ask whether they mean the same, and then for the score.",
        "Answer": "A set has no order and counts each word once. So the score cannot tell who bit whom.",
    },
    "/binary": {
        "Figure": "Flip one item at a time and name it: hit, false alarm, miss, or correct negative. "
        "Watch which bars move. A correct negative moves accuracy alone.",
        "Question": "Give them a minute. Some will say that both are 0, because the model has found nothing. "
        "It is the same model that many would call 83 % right.",
        "Answer": "Accuracy counts five correct negatives, and J counts none of them. "
        "If asked which one is right: they answer different questions, and J asks about the positives.",
        "The scores as numbers": "Use this screen if somebody asks how F1 or precision is defined. Otherwise go on.",
    },
    "/masks": {
        "Figure": "Start with the offset at 0 and move it one pixel at a time. "
        "Ask how many pixels off they would still call good, then read the IoU. "
        "In image segmentation the same score is called IoU, and F1 is called Dice.",
        "Scores by offset": "Compare the curve of the large object with that of the small one. "
        "Ask where each falls below one half. The small one is there after a pixel or two.",
        "Question": "Most get this one right. Ask why before you show the answer. The word to wait for is border.",
        "Answer": "The smaller the object, the larger the part of it that lies at its border. "
        "So one threshold for all sizes asks more of small objects.",
    },
    "/masks/cells": {
        "Figure": "Move the threshold slowly, and let the hall say when the mask looks right. Then read the IoU. "
        "Look for the dim cells: they are the first to go.",
        "Question": "Show no picture yet. Ask what a low threshold would mark, and what a high one would miss. Then take hands.",
        "Answer": "Low marks noise, and high loses the dim cells. "
        "The best threshold lies between, and even that one is not right everywhere.",
    },
    "/masks/paint": {
        "Figure": "Let somebody paint a cell, and read the IoU after each stroke. "
        "Ask which stroke gains more: one inside a cell that was missed, or one along a border.",
    },
    "/masks/border": {
        "Figure": "Make the border one pixel wider and let them compare the three objects. "
        "Nothing has moved, and the smallest one loses most. "
        "When asked what is good enough: two people who draw the same outline rarely do better.",
        "Question": "Draw a small circle and a ring around it. Ask which of the two has more pixels, then take hands.",
        "Answer": "The ring has 20 pixels, the object 29. So the IoU is 29/49, for a mistake of a single pixel.",
    },
    "/masks/boxes": {
        "Figure": "Move the boxes until the small one is lost, and ask what has become of it. "
        "It is two errors now: a false positive and a false negative.",
        "Question": "Let them estimate: two pixels of eight, and two pixels of thirty-two. Take hands for each answer.",
        "Answer": "The move is the same in pixels, and four times as large for the small box in parts of its side. "
        "A threshold of 0.75 forgives a seventh of the side.",
    },
    "/masks/detections": {
        "Figure": "Lower the confidence from the top and let them say what each new box is before its colour shows. "
        "Each object can be found once.",
        "Question": "Those who know detectors say “false positive” at once. "
        "Let one of them say why, and let somebody else answer.",
        "Answer": "The object is taken, so the second box has nothing left to match. "
        "That is why detectors suppress boxes that overlap.",
        "Precision and recall": "Follow the curve from left to right as the confidence falls. "
        "The area below it is the average precision. The mean over classes is what papers call mAP.",
    },
    "/masks/images": {
        "Figure": "Ask which image they would show to a customer. Then ask which number describes all twelve. "
        "The empty images are where rules differ.",
        "Pooled and mean": "Read the two intervals beside each other. "
        "Pixels of one image are right or wrong together, so counting them one by one promises too much.",
        "Question": "Let them argue about the smallest object. Who sees pixels, and who sees images?",
        "Answer": "In the pooled count a small object has few pixels and hardly any weight. "
        "In the mean each image weighs the same.",
    },
    "/true-negatives": {
        "Figure": "Play the slider and let the hall watch one curve climb while the other lies still. "
        "Stop at 2,000 and read both numbers. When asked whether accuracy is wrong: no, it answers another question.",
        "Question": "Draw what the hall calls out, with the mouse, from the given point to the right end. "
        "Most will climb too slowly. Do not comment, and draw the line that most agree on.",
        "Answer": "Most of the climb is over before 200. True negatives are not in the formula of J, so J cannot move. "
        "This is the sentence to remember from the hour.",
    },
    "/true-negatives/million": {
        "Figure": "Go to a million and ask whether this detector is good. "
        "Accuracy says 0.99999, and all ten errors are still there. "
        "Think of fraud, of rare diseases, of defects.",
        "Question": "Let them work it out: ten errors are one in a thousand of how many items? Then take hands.",
        "Answer": "Ten errors among ten thousand items are one in a thousand. Nothing about the model has changed.",
    },
    "/errors": {
        "Figure": "Move along a line of equal score and ask what has changed. "
        "Precision and recall tell the two kinds of error apart, and J does not. "
        "When asked which error is worse: that is a question of cost, not of this score.",
        "Question": "Ask for hands, then ask somebody from each group for a reason. "
        "Who thinks of patients will say that a miss is worse.",
        "Answer": "Both have fifteen errors beside ten hits, so both have the same J. "
        "The score does not know what an error costs.",
    },
    "/errors/positives": {
        "Figure": "Here the labels stay, and only the detector changes. "
        "Finding one more both adds a hit and leaves the union alone. Compare it with one false alarm fewer.",
        "Question": "This is harder than it looks. Give them two minutes with paper.",
        "Answer": "To find five more raises the numerator. Five false alarms fewer only lower the denominator. "
        "Calculate both on the board if there is time.",
    },
    "/f1": {
        "Figure": "Follow the curve: each F1 has one J, and J is never higher. "
        "So both put single results in the same order. Warn them that a 0.8 of one is no 0.8 of the other.",
        "Question": "Ask first where the line ends: a perfect result has 1 on both scales. "
        "Then draw how the hall gets there. Most will say a straight line, or one above it.",
        "Answer": "J is lower, because F1 counts each true positive twice. For one result the order is the same. "
        "For averages it need not be: the further lesson “Two models, two labels” shows it.",
    },
    "/f1/two-models": {
        "Figure": "Ask which model they would take, first by F1 and then by J. "
        "The two scales disagree about the means. Papers that report one of them have made a choice.",
        "Question": "Draw a curve that bends upwards, and a straight line between two of its points. Say no more.",
        "Answer": "A mean of two points lies on the line between them, and that lies above the curve. "
        "So J rewards the uneven model.",
    },
    "/averaging": {
        "Figure": "Flip one cell and ask which of the averages moves most. "
        "Wide rows weigh more in micro. In macro all labels weigh the same.",
        "Question": "Ask for hands. Who says micro has heard that it counts everything. "
        "Let them say how much one cell of many weighs there.",
        "Answer": "The rare label is a third of macro, and a single cell of micro. Report which average it is, always.",
    },
    "/averaging/ranking": {
        "Figure": "Let the hall choose a model by macro J, then by macro F1. "
        "The page has looked for the nearest pair that the two averages rank differently. It is often only a few cells away.",
        "Question": "For one label the order is the same, so most will say no. Let them remember the curve of J over F1.",
        "Answer": "The curve is bent, so a mean on one scale is no mean on the other. "
        "It is the same thing that happens to two models in chapter 4.",
    },
    "/averaging/classes": {
        "Figure": "Make one mistake and let them count it: it is a miss for one class and a false alarm for another. "
        "So micro J is below accuracy here. A class that does not occur needs a rule.",
        "Question": "Ask in how many classes one wrong item is an error. Then take hands.",
        "Answer": "Each of the two mistakes is a miss of one class and a false alarm of another. "
        "So the union grows by two, and micro J lies below accuracy.",
    },
    "/thresholds": {
        "Figure": "Drag the threshold slowly from left to right, and ask the hall to say stop at the best place. "
        "Then look at the line that marks it. It is hardly ever one half.",
        "Question": "Ask for the height at 0.5 and at 1 first, then draw through both what the hall calls out. "
        "Many expect the peak at one half.",
        "Answer": "The peak lies far to the right. With fewer positives, more of what lies above any threshold is a false alarm. "
        "So one has to cut further to the right. "
        "Move the prevalence in the drawer (key C) and watch the line go.",
    },
    "/thresholds/calibration": {
        "Figure": "Make the scores over-confident and compare two things: the best J and its threshold. "
        "Only the threshold moves. For probabilities it is never above one half.",
        "Question": "The key word is order. Repeat it if the hall hesitates.",
        "Answer": "What keeps the order of the scores keeps every cut between them. "
        "So the best J stays, and only the place of the cut moves.",
    },
    "/thresholds/without-labels": {
        "Figure": "Each dot is a sample. Ask which of the two thresholds loses less, and why. "
        "Few labels are noisy, and probabilities carry the same information without noise.",
        "Question": "Nearly all will choose the labels. Let them.",
        "Answer": "The sum of the probabilities says how many positives there are, if they are probabilities. "
        "Switch to over-confident scores to show where this ends.",
    },
    "/soft-jaccard": {
        "Figure": "Let the models train, and ask which one they would trust at the threshold 0.5. "
        "The printed gradient is divided once too often, so its model barely moves.",
        "Loss": "These scales cannot be compared with each other. Look at the shape alone: which curve still falls?",
    },
    "/soft-jaccard/test": {
        "Figure": "Compare the height of the curves and the places of their tops. "
        "At 0.5 the models differ a lot, at their best thresholds hardly. The test set has few positives, so chance matters.",
        "Question": "Most will call a model with 0.175 useless. Ask what 0.5 means for a model that is never sure.",
        "Answer": "The order of the scores is as good as that of the other model. "
        "Its probabilities are only all low. A better threshold repairs it.",
    },
    "/soft-jaccard/threshold": {
        "Figure": "Ask where they would choose a threshold, and what it then promises. "
        "The best one looks better on the data that chose it. New items pay the difference.",
    },
    "/soft-jaccard/seeds": {
        "Figure": "One dot is one seed. Ask what a paper that shows a single one could have claimed. "
        "Only the interval of the mean says which difference is left.",
    },
    "/trade-offs": {
        "Question": "Ask where it matters that nothing was found and nothing was there. "
        "Let somebody from each group give a reason.",
        "Answer": "A medical test lives from its correct negatives, and the score does not count them. "
        "The cards that follow say what speaks for it and against it.",
        "What speaks for it": "Do not read the cards. Ask the hall for one reason, and point at its card.",
        "What speaks against it": "Ask which of these has bitten somebody. Each card leads to the lesson that shows it.",
        "Where it shines": "Choose the one field that your hall works in, and leave the others. Two minutes are enough.",
        "Which score for what": "This is the screen to photograph. Leave it open during the questions at the end.",
    },
    "/pitfalls/empty": {
        "Figure": "Ask what 0/0 should be before you show the three rules. All three are in use. "
        "The mistake is not to say which one it is.",
    },
    "/pitfalls/threshold": {
        "Figure": "Choose the threshold on one curve, and read the score on the other. "
        "The loss is the price of having looked. A third set of data would tell the truth.",
    },
    "/pitfalls/rare-class": {
        "Figure": "Let the model find nothing of the rare class, and read micro. It still looks good. "
        "Macro falls far, because it asks each class.",
    },
    "/pitfalls/errors": {
        "Figure": "Move the errors from one kind to the other: J stays, and the two bars below cross. "
        "Report precision and recall beside J where the kind matters.",
        "Question": "Ask them to rule out two of the three. F1 depends on J alone, so it cannot help.",
        "Answer": "Precision counts false alarms and no misses. Recall would have told them apart as well.",
    },
    "/pitfalls/paired": {
        "Figure": "Make the errors of the two models more alike, and watch the interval of the difference alone. "
        "The two intervals above stay as they are.",
        "Question": "Many have learnt that overlapping intervals mean chance. Let them say so.",
        "Answer": "Both models are scored on the same items, so what is hard for one is hard for both. "
        "Only the difference, item by item, can be judged.",
    },
    "/exercises/1": {
        "Figure": "Let pairs work on their own devices: the key S shows the address. "
        "The page checks every step, and many answers are right.",
        "Hint": "Show it when a third of the hall is stuck. Then wait another two minutes.",
        "One more hint": "Show it only if most are still stuck. It names one of the two predictions.",
    },
    "/exercises/2": {
        "Figure": "Micro must be high and macro low. Ask which label has to be the bad one. It has to be rare.",
        "Hint": "Show it when a third of the hall is stuck. Ask which of the two averages a rare label moves more.",
        "One more hint": "Let somebody who has solved it say it in a sentence. Show it after that.",
    },
    "/exercises/3": {
        "Figure": "Run both losses only after everybody has predicted. The curves decide, not the argument.",
        "Hint": "Show it if nobody can explain what the curves show. Otherwise go on.",
        "One more hint": "Take the two losses as functions of each other, and ask for the slope at 0 and at 1. It is 2 and ½.",
        "Question": "Take hands for each answer, and write the counts down. They are needed after the run.",
        "Answer": "Compare the answer with the hands that you have counted. Who was right should say why, not you.",
    },
}
