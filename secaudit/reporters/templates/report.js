(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const all = (which) => document.querySelectorAll(which);
  const form = at("filter"), query = at("q"), severity = at("s"), count = at("n"), places = at("m");
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  let index;

  // Far blocks of a large page have no height until they come near; a link needs the height of all above its place.
  const lay_out = () => document.body.removeAttribute("data-large");
  if (location.hash) lay_out();
  addEventListener("click", (event) => { if (event.target.closest?.("a[href^='#']")) lay_out(); }, true);

  // What is of little interest is folded on screen; paper and links open it. Without this script nothing is folded.
  const folded = all("details[data-fold]");
  const fold_all = () => folded.forEach((box) => { box.open = false; });
  const open_to = (place) => { for (let box = place; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true; };

  // A finding is also found by the words of its unit and its rule. Pages and rows of the registers have no severity.
  const build = () => {
    const known = new Map();
    const title = (box) => {
      if (!box) return "";
      if (!known.has(box)) known.set(box, fold(box.firstElementChild.textContent));
      return known.get(box);
    };
    return Array.from(all(".f, .d, .sift tbody tr"), (item) => [
      item, `${fold(item.textContent)} ${title(item.closest(".unit"))} ${title(item.closest(".group"))}`,
    ]);
  };

  const run = () => {
    index ??= build();
    const words = fold(query.value).split(/\s+/).filter(Boolean);
    let shown = 0, pages = 0;
    for (const [item, text] of index) {
      const group = severity.value && item.closest("[data-s]");
      const fits = (!group || group.dataset.s === severity.value) && words.every((word) => text.includes(word));
      if (item.hidden === fits) item.hidden = !fits;
      if (item.matches(".f")) shown += fits;
      else if (item.matches(".d")) pages += fits;
    }
    for (const kind of [".block", ".group", ".unit"])
      for (const box of all(kind)) box.hidden = !box.querySelector(".f:not([hidden])");
    count.textContent = shown;
    places.textContent = pages;
  };

  const keep = () => {
    const state = new URLSearchParams();
    if (query.value) state.set("q", query.value);
    if (severity.value) state.set("s", severity.value);
    try { history.replaceState(null, "", `#${state}`); } catch { /* some viewers forbid it */ }
  };

  const restore = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    if (state.has("q") || state.has("s")) {
      query.value = state.get("q") ?? "";
      severity.value = state.get("s") ?? "";
    } else if (at(location.hash.slice(1))?.closest("[hidden]")) {
      // A link leads to a finding that the filter hides: the link wins.
      query.value = severity.value = "";
    } else return open_to(at(location.hash.slice(1)));
    run();
    open_to(at(location.hash.slice(1)));
    if (!state.has("q") && !state.has("s")) at(location.hash.slice(1)).scrollIntoView();
  };

  let timer;
  const later = () => { clearTimeout(timer); timer = setTimeout(() => { run(); keep(); }, 120); };
  form.addEventListener("submit", (event) => event.preventDefault());
  query.addEventListener("input", later);
  severity.addEventListener("change", later);
  addEventListener("hashchange", () => { lay_out(); restore(); });
  addEventListener("beforeprint", () => folded.forEach((box) => { box.open = true; }));
  addEventListener("afterprint", fold_all);
  fold_all();
  form.hidden = false;
  count.textContent = all(".f").length;
  places.textContent = all(".d").length;
  restore();
})();
