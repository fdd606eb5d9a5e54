// The map says its titles without this: it only shows them at once, in one place, and lets arrows go from an idea to its neighbour.
(() => {
  const plane = document.querySelector("[data-map]");
  if (!plane) return;
  const told = plane.parentElement.querySelector(".told");
  const points = [...plane.querySelectorAll(".mark a")].map((link) => {
    const mark = link.querySelector("use");
    const title = link.querySelector("title");
    const text = title.textContent;
    title.remove(); // or the browser would say it over ours
    return { link, text, x: mark.x.baseVal.value, y: mark.y.baseVal.value, theme: link.parentElement.dataset.theme };
  });
  const box = plane.querySelector("svg").viewBox.baseVal;
  const seen = points.filter(({ x, y }) => x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height);
  const of = new Map(points.map((point) => [point.link, point]));
  let here = null;
  told.hidden = false;
  plane.setAttribute("role", "application");
  plane.setAttribute("aria-roledescription", plane.dataset.kind);

  const show = (point) => {
    if (here) here.link.classList.remove("here");
    here = point;
    point.link.classList.add("here");
    const quote = document.createElement("q");
    quote.lang = "fr";
    quote.textContent = point.text;
    const theme = document.createElement("b");
    theme.textContent = point.theme;
    told.replaceChildren(theme, " ", quote);
  };

  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const next = ([right, down]) => {
    let best = null;
    let least = Infinity;
    for (const point of seen) {
      const along = (point.x - here.x) * right + (point.y - here.y) * down;
      const aside = Math.abs((point.x - here.x) * down) + Math.abs((point.y - here.y) * right);
      if (along > 0 && aside <= 2 * along && along + 2 * aside < least) [best, least] = [point, along + 2 * aside];
    }
    return best;
  };

  const middle = () => {
    const far = (point) => Math.hypot(point.x - box.x - box.width / 2, point.y - box.y - box.height / 2);
    return seen.reduce((best, point) => (far(point) < far(best) ? point : best));
  };

  plane.addEventListener("pointerover", (event) => {
    const point = of.get(event.target.closest("a"));
    if (point) show(point);
  });
  plane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && here) { window.location.href = here.link.href.baseVal; return; }
    if (!(event.key in WAYS)) return;
    event.preventDefault();
    const found = here ? next(WAYS[event.key]) : seen.length && middle();
    if (found) { show(found); found.link.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  });
})();
