/* The dialog that shares a page: it shows the address of the state that is set, with what the reader chooses for it.

   May touch: what stands in its dialog. May not: the page, its address, its controls; the server draws the QR code. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;

  const dialogOf = (target) => (target instanceof Element ? target.closest("dialog.share") : null);
  const place = (dialog, name) => dialog.querySelector(`[data-share="${name}"]`);
  const choices = (dialog) => [...dialog.querySelectorAll("[data-key]")];

  // The section of the page; on the page of all sections there is none.
  function section() {
    const found = jaccard.seen().querySelectorAll("[data-address], [data-asleep]");
    return found.length === 1 ? found[0] : undefined;
  }

  /* ---- composing ---- */

  // embedded: whether it is the address for a frame.
  function address(dialog, embedded = false) {
    const keys = (way) => choices(dialog).filter(({ value }) => value === way).map(({ dataset }) => dataset.key).join();
    const part = place(dialog, "part")?.value;
    const said = {
      hide: keys("hide"),
      lock: keys("lock"),
      theme: place(dialog, "theme").value,
      lecture: place(dialog, "lecture").checked && !embedded ? "1" : "",
      embed: embedded ? "1" : "",
      part: embedded ? part : "",
    };
    const view = Object.entries(said).filter(([, value]) => value).map((pair) => pair.join("=")).join("&");
    const state = section() ? jaccard.addressAround(section()) : location.pathname;
    return location.origin + state + (view && (state.includes("?") ? "&" : "?")) + view;
  }

  function show(dialog) {
    const whole = address(dialog);
    place(dialog, "address").value = whole;
    place(dialog, "said").textContent = whole;
    for (const status of dialog.querySelectorAll("[role=status]")) status.textContent = "";
    for (const button of dialog.querySelectorAll("[data-copies]")) delete button.dataset.state;
    const frame = place(dialog, "frame");
    if (frame) frame.value = frame.dataset.line.replace("{address}", () => address(dialog, true).replaceAll("&", "&amp;"));
    if (section()) place(dialog, "file").search = jaccard.addressAround(section()).split("?")[1] ?? "";
    draw(dialog, whole);
  }

  function draw(dialog, whole) {
    const code = place(dialog, "code");
    const { source, most } = code.dataset;
    if (whole.length > Number(most)) lack(dialog, "long");
    else {
      lack(dialog, "");
      const drawn = `${source}?address=${encodeURIComponent(whole)}`;
      if (code.getAttribute("src") !== drawn) code.src = drawn;
    }
  }

  // There is no code, and why.
  function lack(dialog, why) {
    const problem = place(dialog, "problem");
    problem.textContent = problem.dataset[why] ?? "";
    place(dialog, "grow").hidden = why !== "";
    if (why) dialog.removeAttribute("data-large");
  }

  /* ---- what the reader does ---- */

  // It opens with what the address of the page says.
  function open(dialog) {
    const query = new URLSearchParams(location.search);
    const { hidden, locked } = jaccard.view();
    for (const choice of choices(dialog)) {
      const names = (ids) => ids.some((id) => id.endsWith(`-${choice.dataset.key}`));
      choice.value = names(hidden) ? "hide" : names(locked) ? "lock" : "";
    }
    const theme = place(dialog, "theme");
    theme.value = query.get("theme") ?? "";
    if (theme.selectedIndex < 0) theme.value = "";
    place(dialog, "lecture").checked = query.get("lecture") === "1";
    dialog.removeAttribute("data-large");
    show(dialog);
  }

  addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-opens=share]")) open(jaccard.seen().querySelector("dialog.share"));
  });

  document.addEventListener("click", (event) => {
    const dialog = dialogOf(event.target);
    if (!dialog?.open || !event.target.closest("[data-share=grow]")) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    dialog.toggleAttribute("data-large");
  }, true);

  // Escape first leaves the large code.
  document.addEventListener("cancel", (event) => {
    if (!dialogOf(event.target)?.hasAttribute("data-large")) return;
    event.preventDefault();
    event.target.removeAttribute("data-large");
  }, true);

  document.addEventListener("change", ({ target }) => dialogOf(target) && show(dialogOf(target)));
  document.addEventListener("error", ({ target }) => {
    if (dialogOf(target) && target.matches("[data-share=code]")) lack(dialogOf(target), "failed");
  }, true);
  document.addEventListener("focusin", ({ target }) => dialogOf(target) && target.readOnly && target.select());
})();
