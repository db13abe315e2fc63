/* The buttons that copy code. May read the text that a button names, and mark the button; nothing else. */

(() => {
  "use strict";

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copies]") : null;
    if (!button) return;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      button.dataset.state = "done";
    } catch {
      button.dataset.state = "failed"; // no permission, or no secure context: the text can still be selected
    }
  });
})();
