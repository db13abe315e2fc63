/* The address: controls write it, and links, Reset, back and forward move the controls to what it says.

   May touch: the address and its history, and the values of controls. May not: figures, texts, the server. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  // Write the state of a section into the address, what is at its default left out.
  function write({ address: { path, controls }, values }) {
    if (location.pathname !== path) return; // the page of all sections keeps its own address
    const { asText } = jaccard.state;
    const query = controls
      .filter(({ id, fallback }) => asText(values[id] ?? fallback) !== asText(fallback))
      .map(({ key, id }) => `${key}=${encodeURIComponent(asText(values[id])).replaceAll("%2C", ",")}`);
    const url = path + (query.length ? `?${query.join("&")}` : "");
    if (url !== location.pathname + location.search) history.replaceState(history.state, "", url);
  }

  // Move the controls of a section to the state that a query names; what it leaves out goes to the default.
  function apply({ address: { controls } }, search) {
    const query = new URLSearchParams(search);
    for (const { key, id, fallback } of controls) {
      const text = query.get(key);
      let value = fallback;
      if (text !== null && typeof fallback === "number") value = Number(text);
      else if (text !== null && Array.isArray(fallback)) value = text ? text.split(",").map(Number) : [];
      else if (text !== null) value = text;
      window.dash_clientside.set_props(id, { value });
    }
  }

  // Dash calls this for the button Reset of a section.
  function reset() {
    const section = jaccard.sections.of(window.dash_clientside.callback_context.triggered_id);
    if (section) apply(section, "");
  }

  // A link to another state of the page that is open moves its controls; every other link is left alone.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.pathname !== location.pathname || link.hash) return;
    const section = jaccard.sections.at(link.pathname);
    if (!section) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState({}, "", link.href);
    apply(section, link.search);
    // the link may stand far below what it moves
    const place = link.closest(".part") ?? jaccard.sections.elementOf(section);
    place.querySelector(".figures")?.scrollIntoView({ block: "nearest" });
  }, true);

  // Back and forward between states of one page; between pages, Dash's own Location takes over.
  window.addEventListener("popstate", () => {
    const section = jaccard.sections.at(location.pathname);
    if (section) apply(section, location.search);
  });

  jaccard.address = { write };
  Object.assign(jaccard, { reset });
})();
