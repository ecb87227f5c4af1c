// The search box without a server: pages from an index of their names.
const fold = (text) => text.normalize("NFKC").toLowerCase();
const parts = (text) => fold(text).split(/[^\p{L}\p{N}.]+/u).map((word) => word.replace(/^\.+|\.+$/g, "")).filter(Boolean);

// The pages with the words they are found by, and on how many pages each word stands: a rare word counts for more.
const load = async (address) => {
  const made = await (await fetch(address)).json();
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

// Suggests names while somebody types, and draws what a query finds.
export const start = (box) => {
  let index;
  const found = async (text, most) => find(await (index ??= load(box.dataset.index)), text, most);
  const input = box.querySelector("input");
  const list = document.createElement("datalist");
  list.id = "suggestions";
  box.append(list);
  input.setAttribute("list", list.id);
  const suggest = async () =>
    list.replaceChildren(...(await found(input.value, 8)).map((page) => new Option(page.kind, page.title)));
  input.addEventListener("input", suggest);
  suggest(); // of what was typed while this was loaded
  return { show: async (place, query) => show(place, query, await found(query, 20), input) };
};

const show = (place, query, found, input) => {
  input.value = query;
  if (found[0]?.exact && !found[1]?.exact) location.replace(found[0].path);
  document.querySelector("main .lead").textContent = found.length ? `Pages for “${query}”, the best first:` : `Nothing of the name “${query}” is public here.`;
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
  place.append(hits);
};
