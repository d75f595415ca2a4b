// 点开一个数，右侧面板由 htmx 换好以后，正文里只标出这一个。
document.addEventListener("htmx:afterRequest", function (event) {
  var live = event.target.closest ? event.target.closest(".zj-live") : null;
  if (!live || !event.detail.successful) return;
  document.querySelectorAll(".zj-live.sel").forEach(function (other) { other.classList.remove("sel"); });
  live.classList.add("sel");
});
