// The desk by keyboard: j, k, a, r, m, t, s, u, once switched on (WCAG 2.1.4). Everything also works without it.
const form = (name) => document.querySelector(`form[data-do="${name}"]`);
const links = [...document.querySelectorAll(".queue a")];
const go = (step) => {
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.click();
};
const keys = {
  j: () => go(1),
  k: () => go(-1),
  a: () => form("accept")?.requestSubmit(),
  r: () => form("refuse")?.querySelector("select").focus(),
  m: () => form("merge")?.querySelector("input[name=into]").focus(),
  t: () => form("retract")?.querySelector("input[name=record]").focus(),
  s: () => form("resolve")?.querySelector("input[name=record]").focus(),
  u: () => form("undo")?.requestSubmit(),
};
const shortcuts = document.querySelector("#shortcuts");
shortcuts.checked = localStorage.getItem("shortcuts") === "on";
shortcuts.addEventListener("change", () => localStorage.setItem("shortcuts", shortcuts.checked ? "on" : "off"));
document.querySelector(".keys").hidden = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat || !shortcuts.checked) return;
  if (event.key === "Escape") document.activeElement?.blur();
  if (event.target.matches?.("input:not([type=checkbox]), select, textarea")) return;
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});
