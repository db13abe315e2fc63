/* The buttons that copy: the code that a button names, or the field beside it.

   May read that text; may mark the button, select the field, and put into the status beside it what Python has words for. */

(() => {
  "use strict";

  async function copy(button, field) {
    try {
      await navigator.clipboard.writeText(field.value ?? field.textContent);
      return "done";
    } catch { // no permission, or no secure context
      field.select?.();
      return field.select && document.execCommand("copy") ? "done" : "failed"; // the text can still be selected
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copies]") : null;
    if (!button) return;
    const beside = button.parentElement;
    const field = document.getElementById(button.dataset.copies) ?? beside.querySelector("input, textarea");
    button.dataset.state = await copy(button, field);
    const status = beside.querySelector("[role=status]");
    if (status) status.textContent = status.dataset[button.dataset.state];
  });
})();
