/* The query of an address that names a state. Pure functions: they touch nothing. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  // Keys that say how pages are shown, whatever their state: they stay in the address while controls move, and those of
  // the first list wherever the reader goes.
  const CARRIED = ["theme", "lecture", "plan"];
  const DISPLAY = [...CARRIED, "screen"];
  // Keys that say how this one page is shown: they stay while its controls move, and go along to no other page.
  const VIEW = ["hide", "lock", "embed", "answer"];

  // check boxes append what is checked last; the same cells are the same state
  /** @type {(value: Value) => string} */
  const asText = (value) => (Array.isArray(value) ? [...value].sort((a, b) => a - b).join(",") : String(value));

  /** @type {(search: string) => string[]} */
  const pairs = (search) => search.replace(/^\?/, "").split("&").filter(Boolean);

  // A query with what another one says of the display, or of some keys of it, in place of its own.
  /** @type {Jaccard["query"]["withDisplay"]} */
  function withDisplay(search, other, keys = DISPLAY) {
    /** @type {(pair: string) => boolean} */
    const isOne = (pair) => keys.includes(pair.split("=")[0]);
    const all = [...pairs(search).filter((pair) => !isOne(pair)), ...pairs(other).filter(isOne)];
    return all.length ? `?${all.join("&")}` : "";
  }

  // A value as the address has it after its key, as Python writes it (components/state/address.py). Half of a pair of
  // surrogates becomes the sign for what cannot be read, where encodeURIComponent would fail.
  /** @type {(text: string) => string} */
  const written = (text) => String(new URLSearchParams([["", text]])).replaceAll("%2C", ",").replaceAll("%7E", "~");

  // The address of a section in a state, what is at its default left out. values: by the ids of the controls; search: the
  // query that stands there, whose display and view stay.
  /** @type {Jaccard["query"]["addressOf"]} */
  function addressOf({ path, controls }, values, search) {
    const query = controls
      .filter(({ id, fallback }) => asText(values[id] ?? fallback) !== asText(fallback))
      .map(({ key, id }) => key + written(asText(values[id])));
    return path + withDisplay(query.join("&"), search, [...DISPLAY, ...VIEW]);
  }

  jaccard.query = { asText, addressOf, withDisplay, CARRIED, DISPLAY, VIEW };
})();
