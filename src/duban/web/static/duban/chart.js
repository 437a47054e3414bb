// One year's curve a line; the plan dashed. The table beside it says the same without this.
const place = document.getElementById("chart");
const data = JSON.parse(document.getElementById("chart-data")?.textContent ?? "null");

function draw() {
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  const [now, ...past] = data.series;
  const label = (one) => (one.sample ? `${one.year}（${data.sample}）` : String(one.year));
  const line = (one, style) => ({ name: label(one), type: "line", data: one.values.slice(1), connectNulls: true, symbol: "circle", symbolSize: 5, ...style });
  const series = [];
  if (now) series.push(line(now, { lineStyle: { color: "#1d2530", width: 2.5 }, itemStyle: { color: "#1d2530" } }));
  past.forEach((one, n) => series.push(line(one, { lineStyle: { color: "#868e96", width: 1, opacity: 1 - n * 0.25 }, itemStyle: { color: "#868e96" } })));
  if (data.pace.length) series.push({ name: data.plan, type: "line", data: data.pace.slice(1), symbol: "none", lineStyle: { type: "dashed", color: "#22486f", width: 1.5 }, itemStyle: { color: "#22486f" } });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    legend: { top: 0, left: 40, icon: "roundRect", itemHeight: 3 },
    tooltip: { trigger: "axis", renderMode: "richText" },
    grid: { left: 52, right: 18, top: 40, bottom: 26 },
    xAxis: { type: "category", data: data.months.slice(1), boundaryGap: false },
    yAxis: { type: "value", name: data.unit },
    series,
  });
  addEventListener("resize", () => chart.resize());
}
if (place && data) {
  if (window.echarts) draw();
  else addEventListener("load", draw);
}
