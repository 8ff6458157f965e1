// What needs a script and can do without: nothing here adds to what the page says.
(function () {
  "use strict";
  var contents = document.querySelector("#contents details");
  if (contents && window.matchMedia("(max-width: 63.99rem)").matches) contents.open = false;
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.toolkit-fold").forEach(function (fold) { fold.open = true; });
  });
  // what does not scroll needs no stop on the way of the tab key
  function stops() {
    document.querySelectorAll(".wide, .toolkit-scroll, .drawing, pre").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }
  stops();
  window.addEventListener("resize", stops);
  document.addEventListener("toggle", stops, true);
})();
