/* The dialog that shares a page: it shows the address of the state that is set, with what the reader chooses for it.

   May touch: what stands in its dialog. May not: the page, its address, its controls; the server draws the QR code. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;

  /** @type {(event: Event) => HTMLDialogElement | null} */
  const dialogOf = (event) => jaccard.hit(event, "dialog.share");
  /** @type {(dialog: HTMLElement) => HTMLSelectElement[]} */
  const choices = (dialog) => [...dialog.querySelectorAll("select[data-key]")];

  // The section of the page; on the page of all sections there is none.
  function section() {
    const found = jaccard.seen().querySelectorAll("[data-address], [data-asleep]");
    return found.length === 1 ? found[0] : undefined;
  }

  /* ---- composing ---- */

  // A lecture opens at the screen that is shown. A number other than the first says that it is one.
  function screen() {
    const at = jaccard.lecture.at() ?? 1;
    return at > 1 ? { screen: at } : { lecture: "1" };
  }

  // embedded: whether it is the address for a frame.
  /** @type {(dialog: HTMLElement, embedded?: boolean) => string} */
  function address(dialog, embedded = false) {
    /** @type {(way: string) => string} */
    const keys = (way) => choices(dialog).filter(({ value }) => value === way).map(({ dataset }) => dataset.key).join();
    const said = {
      hide: keys("hide"),
      lock: keys("lock"),
      theme: jaccard.one("select[data-share=theme]", dialog).value,
      ...(jaccard.one("input[data-share=lecture]", dialog).checked && !embedded ? screen() : {}),
      embed: embedded ? "1" : "",
    };
    const view = Object.entries(said).filter(([, value]) => value).map((pair) => pair.join("=")).join("&");
    const here = section();
    const state = here ? jaccard.addressAround(here) : location.pathname;
    return location.origin + state + (view && (state.includes("?") ? "&" : "?")) + view;
  }

  /** @type {(dialog: HTMLElement) => void} */
  function show(dialog) {
    const whole = address(dialog);
    jaccard.one("input[data-share=address]", dialog).value = whole;
    const typed = whole.replace(/^\w+:\/\//, ""); // as one types it
    jaccard.one("p[data-share=said]", dialog).textContent = typed;
    dialog.style.setProperty("--letters", String(typed.length));
    for (const status of dialog.querySelectorAll("[role=status]")) status.textContent = "";
    for (const button of dialog.querySelectorAll("[data-copies]")) delete button.dataset.state;
    const frame = dialog.querySelector("textarea[data-share=frame]");
    if (frame) frame.value = frame.dataset.line.replace("{address}", () => address(dialog, true).replaceAll("&", "&amp;"));
    const here = section();
    if (here) jaccard.one("a[data-share=file]", dialog).search = jaccard.addressAround(here).split("?")[1] ?? "";
    draw(dialog, whole);
  }

  /** @type {(dialog: HTMLElement, whole: string) => void} */
  function draw(dialog, whole) {
    const code = jaccard.one("img[data-share=code]", dialog);
    const { source, most } = code.dataset;
    if (whole.length > Number(most)) lack(dialog, "long");
    else {
      lack(dialog, "");
      const drawn = `${source}?address=${encodeURIComponent(whole)}`;
      if (code.getAttribute("src") !== drawn) code.src = drawn;
    }
  }

  // There is no code, and why.
  /** @type {(dialog: HTMLElement, why: "" | "long" | "failed") => void} */
  function lack(dialog, why) {
    const problem = jaccard.one("p[data-share=problem]", dialog);
    problem.textContent = problem.dataset[why] ?? "";
    jaccard.one("button[data-share=grow]", dialog).hidden = why !== "";
    if (why) dialog.removeAttribute("data-large");
  }

  /* ---- what the reader does ---- */

  // It opens with what the address of the page says.
  /** @type {(dialog: HTMLElement) => void} */
  function open(dialog) {
    const query = new URLSearchParams(location.search);
    const { hidden, locked } = jaccard.view();
    for (const choice of choices(dialog)) {
      /** @type {(ids: string[]) => boolean} */
      const names = (ids) => ids.some((id) => id.endsWith(`-${choice.dataset.key}`));
      choice.value = names(hidden) ? "hide" : names(locked) ? "lock" : "";
    }
    const theme = jaccard.one("select[data-share=theme]", dialog);
    theme.value = query.get("theme") ?? "";
    if (theme.selectedIndex < 0) theme.value = "";
    jaccard.one("input[data-share=lecture]", dialog).checked = query.get("lecture") === "1";
    for (const name of ["large", "alone"]) dialog.removeAttribute(`data-${name}`);
    show(dialog);
  }

  addEventListener("click", (event) => {
    if (jaccard.hit(event, "[data-opens=share]")) open(jaccard.one("dialog.share", jaccard.seen()));
  });

  // By its key it is the code alone, of what is shown, until another key or a click.
  jaccard.key("s", () => {
    const dialog = jaccard.seen().querySelector("dialog.share");
    if (!dialog) return false;
    open(dialog);
    for (const name of ["large", "alone"]) dialog.setAttribute(`data-${name}`, "");
    dialog.showModal();
    return true;
  });
  const alone = () => document.querySelector("dialog.share[data-alone]:modal");
  addEventListener("keydown", (event) => {
    const dialog = alone();
    if (!dialog) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // it is no key for anybody else
    if (!event.repeat) dialog.close();
  }, true);
  addEventListener("click", (event) => {
    const dialog = alone();
    if (!dialog) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.close();
  }, true);

  document.addEventListener("click", (event) => {
    const dialog = dialogOf(event);
    if (!dialog?.open || !jaccard.hit(event, "[data-share=grow]")) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    dialog.toggleAttribute("data-large");
  }, true);

  // Escape first leaves the large code.
  document.addEventListener("cancel", (event) => {
    const dialog = dialogOf(event);
    if (!dialog?.hasAttribute("data-large")) return;
    event.preventDefault();
    dialog.removeAttribute("data-large");
  }, true);

  document.addEventListener("change", (event) => {
    const dialog = dialogOf(event);
    if (dialog) show(dialog);
  });
  document.addEventListener("error", (event) => {
    const dialog = dialogOf(event);
    if (dialog && jaccard.hit(event, "[data-share=code]")) lack(dialog, "failed");
  }, true);
  document.addEventListener("focusin", (event) => {
    const field = jaccard.hit(event, "dialog.share input, dialog.share textarea");
    if (field?.readOnly) field.select();
  });
})();
