// A drawing over a photo of the same spot, with a slider between them. Without this script the two stand side by side.
const clamp = (value) => Math.min(100, Math.max(0, value));

function compare(figure) {
  const pair = figure.querySelector(".pair");
  const before = pair.querySelector(".before");
  const after = pair.querySelector(".after");
  if (before) {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = 0;
    slider.max = 100;
    slider.value = 50;
    slider.className = "between";
    slider.setAttribute("aria-label", figure.dataset.saySlide);
    const move = (value) => {
      slider.value = clamp(value);
      pair.style.setProperty("--cut", `${slider.value}%`);
    };
    slider.addEventListener("input", () => move(Number(slider.value)));
    const follow = (event) => {
      const box = pair.getBoundingClientRect();
      move(((event.clientX - box.left) / box.width) * 100);
    };
    pair.addEventListener("pointerdown", (event) => {
      if (event.target === slider) return;
      event.preventDefault();
      pair.setPointerCapture(event.pointerId);
      follow(event);
      pair.addEventListener("pointermove", follow);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      pair.addEventListener(end, () => pair.removeEventListener("pointermove", follow));
    }
    figure.classList.add("laid");
    pair.after(slider);
    move(50);
  }
  const dates = figure.querySelectorAll(".dates a");
  const show = (link) => {
    after.querySelector("img").src = link.href;
    after.querySelector("span").textContent = link.dataset.when;
    for (const one of dates) one.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  };
  for (const link of dates) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link);
    });
  }
  dates[dates.length - 1]?.setAttribute("aria-current", "true");
}

for (const figure of document.querySelectorAll("[data-compare]")) compare(figure);
