// Draws the numbers over time. However long the page is open, it keeps a bounded number of them.
"use strict";
(() => {
  const MOST = 1200;
  const HEIGHT = 96;
  const live = document.getElementById("live");
  const figures = [...document.querySelectorAll("figure.chart")];
  const charts = new Map();
  let samples = [];

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const short = (n) => {
    if (n >= 1e9) return +(n / 1e9).toFixed(1) + "G";
    if (n >= 1e6) return +(n / 1e6).toFixed(1) + "M";
    if (n >= 1e3) return +(n / 1e3).toFixed(1) + "k";
    return +n.toFixed(1) + "";
  };

  const line = (name) => ({ stroke: color(name), width: 1.5, points: { show: false }, spanGaps: false });
  const lines = (names) => names.map((name) => (names.length > 1 ? line(name) : { ...line(name), fill: color("--wash") }));

  const options = (width, names) => ({
    width,
    height: HEIGHT,
    padding: [6, 4, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false },
    scales: { y: { range: (u, min, max) => [0, Math.max(1, (max || 0) * 1.15)] } },
    axes: [
      { stroke: color("--muted"), grid: { show: false }, ticks: { show: false }, size: 22, space: 90, font: "11px system-ui" },
      { stroke: color("--muted"), grid: { stroke: color("--hair"), width: 1 }, ticks: { show: false }, size: 40, space: 34, font: "11px system-ui", values: (u, all) => all.map(short) },
    ],
    series: [{}, ...lines(names)],
  });

  const data = (ids) => [samples.map((s) => s.at), ...ids.map((id) => samples.map((s) => s.values[id] ?? null))];

  const draw = () => {
    for (const figure of figures) {
      const ids = figure.dataset.series.split(" ");
      const plot = figure.querySelector(".plot");
      const chart = charts.get(figure);
      if (chart) {
        chart.setData(data(ids));
      } else if (plot.clientWidth > 0) {
        charts.set(figure, new uPlot(options(plot.clientWidth, figure.dataset.colors.split(" ")), data(ids), plot));
      }
    }
  };

  const redraw = () => {
    charts.forEach((chart) => chart.destroy());
    charts.clear();
    draw();
  };

  if (!live || typeof uPlot === "undefined") return;

  live.addEventListener("history", (e) => {
    samples = JSON.parse(e.detail.data);
    draw();
  });
  live.addEventListener("sample", (e) => {
    const sample = JSON.parse(e.detail.data).sample;
    if (samples.length && samples[samples.length - 1].at >= sample.at) return;
    samples.push(sample);
    if (samples.length > MOST) samples = samples.filter((_, i) => i % 2 === 0);
    for (const output of document.querySelectorAll(".chart output")) {
      output.textContent = sample.texts[output.dataset.id];
    }
    draw();
  });

  let width = 0;
  new ResizeObserver(() => {
    const now = document.documentElement.clientWidth;
    if (now !== width) {
      width = now;
      redraw();
    }
  }).observe(document.documentElement);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
