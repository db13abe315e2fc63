/* The answer to a guess, in a browser whose style sheets cannot ask what is checked: it is marked at its question.

   May touch: the mark data-guessed of a question. May not: anything else. */

(() => {
  "use strict";

  if (CSS.supports("selector(:has(a))")) return;

  function mark() {
    for (const question of document.querySelectorAll(".predict")) {
      const guesses = [...question.querySelectorAll(".guesses input")];
      const nth = guesses.findIndex(({ checked }) => checked) + 1;
      if (nth) question.dataset.guessed = String(nth);
    }
  }
  document.addEventListener("change", mark);
  setInterval(mark, 250); // Dash takes a guess over, and tells nobody
})();
