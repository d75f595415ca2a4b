/* Draws the board's charts from the JSON beside them. Colours, sizes and axes are set here alone (UI.md §11). */
(function () {
  "use strict";
  const INK = "#1F2328", INK_2 = "#494F57", LINE = "#E3E1DC";
  const COLORS = ["#1D4E89", "#2E8B6F", "#D98E04", "#7A5BA6", "#8C8A84"];
  const text = { color: INK_2, fontSize: 12 };
  const category = (data) => ({ type: "category", data: data, axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } }, axisLabel: text });
  const number = (more) => Object.assign({ type: "value", splitLine: { lineStyle: { color: LINE } }, axisLabel: text, nameTextStyle: text }, more);
  const grid = (more) => Object.assign({ left: 48, right: 20, top: 36, bottom: 28 }, more);

  const kinds = {
    trend: function (d) {
      const known = d.values.filter((v) => v !== null).concat(d.target === null ? [] : [d.target]);
      const low = Math.floor(Math.min.apply(null, known) - 1), high = Math.ceil(Math.max.apply(null, known) + 1);
      const last = d.values.filter((v) => v !== null).pop();
      const line = {
        name: d.name, type: "line", data: d.values, symbol: "circle", symbolSize: 7, lineStyle: { width: 2 },
        endLabel: { show: true, formatter: d.name + " " + last + "%", color: INK, fontSize: 13 }
      };
      if (d.target !== null) line.markLine = {
        symbol: "none", silent: true, lineStyle: { color: INK, type: "dashed" },
        label: { formatter: "目标 " + d.target + "%", position: "insideStartTop", color: INK_2 }, data: [{ yAxis: d.target }]
      };
      return {
        grid: grid({ right: 110, top: 20 }), tooltip: { trigger: "axis", valueFormatter: (v) => v + "%" },
        xAxis: category(d.months), yAxis: number({ min: low, max: high, axisLabel: Object.assign({ formatter: "{value}%" }, text) }), series: [line]
      };
    },
    bars: function (d) {
      const pattern = { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: "rgba(255,255,255,.7)" };
      return {
        legend: { right: 8, top: 4, itemWidth: 12, itemHeight: 10, textStyle: text }, grid: grid({}), tooltip: { trigger: "axis", valueFormatter: (v) => v + " " + d.unit },
        aria: { enabled: false }, xAxis: category(d.months), yAxis: number({ name: d.unit, minInterval: 1 }),
        series: d.series.map((s, n) => ({ name: s.name, type: "bar", barMaxWidth: 18, data: s.values, itemStyle: n ? { decal: pattern } : {}, label: { show: true, position: "top", fontSize: 11, color: INK_2, formatter: (p) => p.value || "" } }))
      };
    },
    stacks: function (d) {
      const styles = [{}, { color: "#fff", borderColor: "#D98E04", borderWidth: 1.5 }, { color: "#E3E1DC" }];
      const inks = ["#fff", "#8F5300", INK];
      return {
        legend: { right: 8, top: 4, itemWidth: 12, itemHeight: 10, textStyle: text }, grid: grid({ left: 96 }), tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: (v) => v + " " + d.unit },
        xAxis: number({ minInterval: 1 }), yAxis: Object.assign(category(d.names), { inverse: true }),
        series: d.series.map((s, n) => ({ name: s.name, type: "bar", stack: "all", barMaxWidth: 22, data: s.values, itemStyle: styles[n], label: { show: true, color: inks[n], formatter: (p) => p.value || "" } }))
      };
    },
    heat: function (d) {
      const most = Math.max.apply(null, d.values.map((row) => Math.max.apply(null, row)));
      const cells = d.values.flatMap((row, y) => row.map((v, x) => ({ value: [x, y, v], label: { color: v > most * 0.6 ? "#fff" : INK } })));
      return {
        grid: grid({ left: 118, top: 12 }), tooltip: { formatter: (p) => d.months[p.value[0]] + " " + d.names[p.value[1]].split(" ")[0] + "：" + p.value[2] + " " + d.unit },
        xAxis: category(d.months), yAxis: Object.assign(category(d.names), { inverse: true }),
        visualMap: { show: false, min: 0, max: most || 1, inRange: { color: ["#F5F4F1", "#CFDDEC", "#7FA3CB", "#1D4E89"] } },
        series: [{ type: "heatmap", data: cells, label: { show: true, formatter: (p) => p.value[2] || "", fontSize: 12 }, itemStyle: { borderColor: "#fff", borderWidth: 3, borderRadius: 5 } }]
      };
    }
  };

  function draw(root) {
    if (!window.echarts) return;
    root.querySelectorAll("[data-chart]").forEach(function (box) {
      if (box.dataset.drawn) return;
      box.dataset.drawn = "1";
      const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
      const chart = echarts.init(box, null, { renderer: "svg" });
      const font = getComputedStyle(document.body).fontFamily;
      // With it paper scales what the screen has drawn: a sheet is narrower, and printing asks no script.
      chart.on("rendered", () => box.querySelector("svg").setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`));
      chart.setOption(Object.assign({ animation: false, color: COLORS, textStyle: { fontFamily: font } }, kinds[box.dataset.kind](data)));
      window.addEventListener("resize", () => chart.resize());
    });
  }
  document.addEventListener("DOMContentLoaded", () => draw(document));
  document.addEventListener("htmx:load", (event) => draw(event.target));
})();
