/* The buttons that copy: the code that a button names, or the field beside it.

   May read that text; may mark the button, select the field, and put into the status beside it what Python has words for. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;

  /** @type {(field: HTMLElement) => Promise<string>} */
  async function copy(field) {
    const text = field.closest("input, textarea");
    try {
      await navigator.clipboard.writeText(text ? text.value : field.textContent);
      return "done";
    } catch { // no permission, or no secure context
      text?.select();
      return text && document.execCommand("copy") ? "done" : "failed"; // the text can still be selected
    }
  }

  document.addEventListener("click", async (event) => {
    const button = jaccard.hit(event, "[data-copies]");
    if (!button) return;
    const beside = button.parentElement ?? document;
    const field = document.getElementById(button.dataset.copies ?? "") ?? jaccard.one("input, textarea", beside);
    button.dataset.state = await copy(field);
    const status = beside.querySelector("[role=status]");
    if (status) status.textContent = status.dataset[button.dataset.state] ?? "";
  });
})();
