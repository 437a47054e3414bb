// One year a line, the plan dashed. The table beneath says the same without this.
const place = document.getElementById("chart");
const data = JSON.parse(document.getElementById("chart-data")?.textContent ?? "null");

const css = getComputedStyle(document.documentElement);
const token = (name) => css.getPropertyValue(name).trim();
const ink = token("--ink"), quiet = token("--ink-2"), hair = token("--hair"), blue = token("--blue");
// Earlier years: each tells apart by its dash as well as its grey, and every grey is 3:1 on paper.
const PAST = [["#5f6b77", "solid"], ["#7a8591", [6, 3]], ["#8a949e", [2, 3]]];

// A single published month among blanks is a point; months that follow one another are joined.
const line = (name, values, style) => ({
  name, type: "line", data: values.slice(1), connectNulls: true, symbol: "circle", symbolSize: 5,
  emphasis: { disabled: true }, ...style,
});

// As the page writes figures: the indicator's decimals, thousands set apart from ten thousand on.
const written = (value) => Number(value).toLocaleString("en-US", { useGrouping: Math.abs(value) >= 10000, minimumFractionDigits: data.places, maximumFractionDigits: data.places });
const rounded = (value) => Number(value).toLocaleString("en-US", { useGrouping: Math.abs(value) >= 10000, maximumFractionDigits: 6 });

function lastOf(values) {
  for (let n = values.length - 1; n > 0; n -= 1) if (values[n] !== null) return n - 1;
  return -1;
}

const nameOf = (one) => (one.sample ? `${one.year} ${data.sample}` : String(one.year));

// The key stands in the card's head, drawn as the lines are.
function showKey(key) {
  const list = document.getElementById("chart-key");
  const NS = "http://www.w3.org/2000/svg";
  for (const [name, color, dash, width] of key) {
    const item = list.appendChild(document.createElement("li"));
    const svg = item.appendChild(document.createElementNS(NS, "svg"));
    svg.setAttribute("viewBox", "0 0 26 10");
    const path = svg.appendChild(document.createElementNS(NS, "path"));
    for (const [what, value] of Object.entries({ d: "M0 5h26", stroke: color, "stroke-width": width, "stroke-dasharray": dash || "none" })) path.setAttribute(what, value);
    item.append(name);
  }
}

function draw() {
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  const rem = parseFloat(css.fontSize) / 16;
  const key = [];
  const past = data.series.filter((one) => one.year < data.year).sort((a, b) => b.year - a.year).slice(0, PAST.length);
  const series = past.map((one, n) => {
    const [color, type] = PAST[n];
    key.push([nameOf(one), color, type === "solid" ? "" : type.join(" "), 1.5]);
    return line(nameOf(one), one.values, { lineStyle: { color, type, width: 1.4 }, itemStyle: { color }, symbolSize: 4 });
  });
  if (data.pace.length) {
    key.unshift([data.plan, blue, "6 4", 1.5]);
    series.push(line(data.plan, data.pace, {
      symbol: "none", lineStyle: { type: "dashed", color: blue, width: 1.5 }, itemStyle: { color: blue },
      endLabel: { show: true, formatter: (point) => `${data.target} ${written(point.value)}`, color: blue, fontSize: 12 * rem },
    }));
  }
  const now = data.series.find((one) => one.year === data.year);
  if (now) {
    const last = lastOf(now.values);
    const values = now.values.map((value, n) => (n - 1 === last ? { value, label: { show: true, position: "top", formatter: written(value), fontWeight: 700, color: ink, fontSize: 13 * rem, distance: 8 } } : value));
    key.unshift([nameOf(now), ink, "", 2.5]);
    series.push(line(nameOf(now), values, { lineStyle: { color: ink, width: 2.5 }, itemStyle: { color: ink }, symbolSize: 6 }));
  }
  showKey(key);
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: quiet, fontSize: 12 * rem },
    tooltip: { trigger: "axis", renderMode: "richText", borderColor: token("--line"), textStyle: { color: ink, fontSize: 12 * rem }, valueFormatter: (value) => (value == null ? "—" : `${written(value)} ${data.unit}`) },
    grid: { left: 12, right: (data.pace.length ? 86 : 30) * rem, top: 36 * rem, bottom: 6, containLabel: true },
    xAxis: { type: "category", data: data.months.slice(1), boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: "#c7ced6" } }, axisLabel: { color: quiet, fontSize: 12 * rem } },
    yAxis: { type: "value", name: data.unit, nameTextStyle: { color: quiet, align: "left", fontSize: 12 * rem }, splitLine: { lineStyle: { color: hair } }, axisLabel: { color: quiet, fontSize: 12 * rem, formatter: rounded } },
    series,
  });
  addEventListener("resize", () => chart.resize());
}
if (place && data) {
  if (window.echarts) draw();
  else addEventListener("load", draw);
}
