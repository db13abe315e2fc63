/* The query of an address that names a state. Pure functions: they touch nothing. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  // check boxes append what is checked last; the same cells are the same state
  const asText = (value) => (Array.isArray(value) ? value.toSorted((a, b) => a - b).join(",") : String(value));

  // The address of a section in a state, what is at its default left out. values: by the ids of the controls.
  function addressOf({ path, controls }, values) {
    const query = controls
      .filter(({ id, fallback }) => asText(values[id] ?? fallback) !== asText(fallback))
      .map(({ key, id }) => `${key}=${encodeURIComponent(asText(values[id])).replaceAll("%2C", ",")}`);
    return path + (query.length ? `?${query.join("&")}` : "");
  }

  jaccard.query = { asText, addressOf };
})();
