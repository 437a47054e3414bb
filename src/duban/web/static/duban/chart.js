// One year a line, the plan dashed. The table beneath says the same without this.
const place = document.getElementById("chart");
const data = JSON.parse(document.getElementById("chart-data")?.textContent ?? "null");

const css = getComputedStyle(document.documentElement);
const token = (name) => css.getPropertyValue(name).trim();
const ink = token("--ink"), quiet = token("--ink-2"), hair = token("--hair"), blue = token("--blue");
const PAST = ["#7a8591", "#a3acb5", "#c3cad1"];

// A single published month among blanks is a point; months that follow one another are joined.
const line = (name, values, style) => ({
  name, type: "line", data: values.slice(1), connectNulls: true, symbol: "circle", symbolSize: 5,
  emphasis: { disabled: true }, ...style,
});

function lastOf(values) {
  for (let n = values.length - 1; n > 0; n -= 1) if (values[n] !== null) return n - 1;
  return -1;
}

function draw() {
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  const series = data.series.filter((one) => one.year !== data.year).slice(0, PAST.length).map((one, n) =>
    line(String(one.year), one.values, { lineStyle: { color: PAST[n], width: 1.2 }, itemStyle: { color: PAST[n] }, symbolSize: 4 }));
  if (data.pace.length) {
    series.push(line(data.plan, data.pace, {
      symbol: "none", lineStyle: { type: "dashed", color: blue, width: 1.5 }, itemStyle: { color: blue },
      endLabel: { show: true, formatter: (point) => `${data.target} ${Number(point.value.toFixed(2))}`, color: blue },
    }));
  }
  const now = data.series.find((one) => one.year === data.year);
  if (now) {
    const last = lastOf(now.values);
    const values = now.values.map((value, n) => (n - 1 === last ? { value, label: { show: true, position: "top", formatter: String(value), fontWeight: 700, color: ink, distance: 8 } } : value));
    series.push(line(String(now.year), values, { lineStyle: { color: ink, width: 2.5 }, itemStyle: { color: ink }, symbolSize: 6 }));
  }
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: quiet },
    tooltip: { trigger: "axis", renderMode: "richText", borderColor: token("--line"), textStyle: { color: ink, fontSize: 12 }, valueFormatter: (value) => (value == null ? "—" : `${value} ${data.unit}`) },
    grid: { left: 50, right: data.pace.length ? 86 : 22, top: 30, bottom: 26 },
    xAxis: { type: "category", data: data.months.slice(1), boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: "#c7ced6" } }, axisLabel: { color: quiet } },
    yAxis: { type: "value", name: data.unit, nameTextStyle: { color: quiet, align: "right" }, splitLine: { lineStyle: { color: hair } }, axisLabel: { color: quiet } },
    series,
  });
  addEventListener("resize", () => chart.resize());
}
if (place && data) {
  if (window.echarts) draw();
  else addEventListener("load", draw);
}
