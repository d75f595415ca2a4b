// 点开一个数，右侧面板由 htmx 换好以后，正文里只标出这一个；关了面板就都不标。
function mark(live) {
  document.querySelectorAll(".zj-live.sel").forEach(function (other) { other.classList.remove("sel"); });
  if (live) live.classList.add("sel");
}
document.addEventListener("htmx:afterRequest", function (event) {
  var live = event.target.closest ? event.target.closest(".zj-live") : null;
  if (live && event.detail.successful) mark(live);
});
document.addEventListener("htmx:afterSettle", function () {
  if (document.querySelector("#panel.is-idle")) mark(null);
});
// 在面板里定住、改数以后整页重画，回到刚才看的地方，不跳回开头。
(function () {
  var key = "zj-summary-at";
  var kept = (sessionStorage.getItem(key) || "").split(" ");
  sessionStorage.removeItem(key);
  if (kept[0] === location.pathname) window.scrollTo(0, Number(kept[1]));
  document.addEventListener("submit", function (event) {
    if (event.target.closest(".zj-panel")) sessionStorage.setItem(key, location.pathname + " " + window.scrollY);
  });
})();
