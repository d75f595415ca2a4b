// 面板由 htmx 换好以后，正文和清单里只标出打开的那一个，并把它移到看得见的地方；J 和 K 走到下一个、上一个。
(function () {
  "use strict";
  function panel() { return document.getElementById("panel"); }
  function mark() {
    var open = panel() && panel().dataset.open;
    document.querySelectorAll("[data-mark]").forEach(function (one) {
      var here = open !== undefined && one.dataset.mark === open;
      if (one.classList.contains("zj-live")) {
        one.classList.toggle("sel", here);
        if (here) one.scrollIntoView({ block: "nearest" });
      } else if (here) {
        one.setAttribute("aria-current", "true");
        one.parentElement.scrollTop = one.offsetTop - one.parentElement.clientHeight / 2; // 只滚清单，不动页面
      } else one.removeAttribute("aria-current");
    });
  }
  function step(by) {
    var next = panel() && panel().dataset[by > 0 ? "next" : "previous"];
    if (next === undefined) return false;
    var link = document.getElementById("m" + next);
    if (link) link.click();
    return Boolean(link);
  }
  document.addEventListener("htmx:afterSettle", mark);
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-step]") : null;
    if (button && step(Number(button.dataset.step))) event.preventDefault();
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select")) return;
    var by = { j: 1, J: 1, k: -1, K: -1 }[event.key];
    if (by && step(by)) event.preventDefault();
  });
  mark();
})();
