// What a page does with a script and also says without one: local times, ages, a filter, copying, the point under a
// finger; and the search box where no server answers.
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
    for (const row of rows) row.hidden = !words.every((word) => row.dataset.find.includes(word));
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

const box = document.querySelector("form.search");
const fold = (text) => text.normalize("NFKC").toLowerCase();
const parts = (text) => fold(text).split(/[^\p{L}\p{N}.]+/u).map((word) => word.replace(/^\.+|\.+$/g, "")).filter(Boolean);
let index;

// The pages with the words they are found by, and on how many pages each word stands: a rare word counts for more.
const load = async () => {
  const made = await (await fetch(box.dataset.index)).json();
  const pages = made.pages.map(([kind, title, path, detail, ...names]) => {
    const whole = [title, ...names, path.split("/").at(-1)].map((name) => parts(name).join(" "));
    return { kind, title, path, detail, whole, words: new Set(whole.flatMap((name) => name.split(" "))) };
  });
  const often = new Map();
  for (const page of pages) for (const word of page.words) often.set(word, (often.get(word) ?? 0) + 1);
  return { pages, often };
};

// The best first. A word that stands nowhere whole may be the beginning of one.
const find = ({ pages, often }, text, most) => {
  const asked = parts(text);
  const whole = asked.join(" ");
  const weigh = (page, word) => {
    if (page.words.has(word)) return Math.log((2 * pages.length) / often.get(word));
    return !often.has(word) && [...page.words].some((one) => one.startsWith(word)) ? 1 : 0;
  };
  return pages
    .map((page, at) => {
      const exact = page.whole.includes(whole);
      const sum = asked.reduce((total, word) => total + weigh(page, word), 0);
      return { ...page, at, exact, score: exact ? 1e3 : sum / Math.sqrt(4 + page.words.size) };
    })
    .filter((page) => page.score > 0)
    .sort((one, other) => other.score - one.score || one.at - other.at)
    .slice(0, most);
};

if (box) {
  const input = box.querySelector("input");
  const list = document.createElement("datalist");
  list.id = "suggestions";
  box.append(list);
  input.setAttribute("list", list.id);
  input.addEventListener("input", async () => {
    const found = find(await (index ??= load()), input.value, 8);
    list.replaceChildren(...found.map((page) => new Option(page.kind, page.title)));
  });
}

const results = document.getElementById("results");
const query = new URLSearchParams(location.search).get("q")?.trim();
if (results && query) {
  box.querySelector("input").value = query;
  const found = find(await (index ??= load()), query, 20);
  if (found[0]?.exact && !found[1]?.exact) location.replace(found[0].path);
  const told = document.createElement("p");
  told.className = "lead";
  told.textContent = found.length ? `Pages for “${query}”, the best first:` : `Nothing of the name “${query}” is public here.`;
  const hits = document.createElement("ul");
  hits.className = "hits";
  for (const page of found) {
    const [row, kind, link, detail] = ["li", "span", "a", "span"].map((name) => document.createElement(name));
    [kind.className, kind.textContent] = ["tag", page.kind];
    [link.href, link.textContent] = [page.path, page.title];
    [detail.className, detail.textContent] = ["faint", page.detail];
    row.append(kind, " ", link, " ", detail);
    hits.append(row);
  }
  results.append(told, hits);
}
