/* Where the browser cannot run the scripts (able.js), this error ends the file that they stand in. Touches nothing. */

(() => {
  "use strict";

  if (!("able" in document.documentElement.dataset)) throw new Error("this browser is older than the controls of this page need");
})();
