(() => {
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const chips = [...document.querySelectorAll(".chips button")];
  const features = [...document.querySelectorAll(".feature")];
  const entries = features.flatMap((feature) =>
    [...feature.querySelectorAll("[data-outcome]")].map((element) => ({
      element,
      feature,
      outcome: element.dataset.outcome,
      text: (feature.querySelector("h3").textContent + " " + element.dataset.tags + " "
        + (element.querySelector("summary") || element).textContent).toLowerCase(),
    })));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcomes = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.value);
    let count = 0;
    for (const entry of entries) {
      const fits = (outcomes.length === 0 || outcomes.includes(entry.outcome))
        && words.every((word) => entry.text.includes(word));
      entry.element.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const feature of features) {
      feature.hidden = !entries.some((entry) => entry.feature === feature && !entry.element.hidden);
    }
    shown.textContent = "Showing " + count + " of " + entries.length + " scenarios";
  };

  const show = (svg, column, row) => {
    const rows = svg.dataset.ulps.split(";").map((line) => line.split(","));
    const r = Math.min(Math.max(row, 0), rows.length - 1);
    const c = Math.min(Math.max(column, 0), rows[r].length - 1);
    svg.dataset.at = c + " " + r;
    const cursor = svg.querySelector(".cursor");
    cursor.setAttribute("x", c * 12 - 0.5);
    cursor.setAttribute("y", r * 12 - 0.5);
    cursor.removeAttribute("visibility");
    const value = rows[r][c].replace("!", "");
    const text = [[svg.dataset.columnAxis, svg.dataset.columns.split("|")[c]], [svg.dataset.rowAxis, svg.dataset.rows.split("|")[r]]]
      .filter(([axis]) => axis)
      .map((pair) => pair.join(" "))
      .join(", ") + ": " + value + (value === "1" ? " ulp" : " ulps") + (rows[r][c].endsWith("!") ? ", beyond its bound" : "");
    svg.querySelector("title").textContent = text;
    svg.parentElement.querySelector(".value").textContent = text;
  };
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  for (const svg of document.querySelectorAll(".heat")) {
    const point = (event) => {
      const box = svg.getBoundingClientRect();
      const cell = 12 * box.width / svg.viewBox.baseVal.width;
      show(svg, Math.floor((event.clientX - box.left) / cell), Math.floor((event.clientY - box.top) / cell));
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (step) {
        const [column, row] = (svg.dataset.at || "-1 0").split(" ").map(Number);
        show(svg, column + step[0], row + step[1]);
        event.preventDefault();
      }
    });
  }

  search.addEventListener("input", filter);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  document.querySelector(".filter").hidden = false;
  filter();
})();
