// What a page does with a script and also says without one: local times, ages, a filter, copying, the point under a finger.
const zone = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.valueOf()) && time.dateTime.includes("T")) time.title = zone.format(at);
}

const citation = document.getElementById("citation");
if (citation && navigator.clipboard) {
  const button = document.createElement("button");
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(citation.textContent.trim());
    button.textContent = "Copied";
  });
  citation.after(button);
}

for (const place of document.querySelectorAll("[data-filter]")) {
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Narrow this list";
  input.setAttribute("aria-label", "Narrow this list");
  const rows = [...document.querySelectorAll("[data-find]")];
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.dataset.find || row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
  place.append(input);
}

for (const chart of document.querySelectorAll("svg.chart")) {
  const dots = [...chart.querySelectorAll(".dot")];
  const said = document.createElement("span");
  said.setAttribute("aria-hidden", "true");
  chart.nextElementSibling?.append(said);
  chart.addEventListener("pointermove", (event) => {
    const far = (dot) => {
      const box = dot.getBoundingClientRect();
      return Math.abs(box.x + box.width / 2 - event.clientX);
    };
    const nearest = dots.reduce((one, other) => (far(other) < far(one) ? other : one), dots[0]);
    said.textContent = nearest?.querySelector("title")?.textContent ?? "";
  });
}

// The search box finds pages where no server answers: its script is loaded when somebody types, or asks for results.
const box = document.querySelector("form.search");
const results = document.getElementById("results");
const query = new URLSearchParams(location.search).get("q")?.trim();
const search = async () => (await import(box.dataset.script)).start(box);
if (results && query) (await search()).show(results, query);
else box?.addEventListener("focusin", search, { once: true });
