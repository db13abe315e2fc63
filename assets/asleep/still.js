/* Moves what a still picture shows. */
(() => {
  "use strict";
  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});
  jaccard.still = () => {};
})();
