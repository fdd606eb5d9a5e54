// Everything works without this: it only lets the keyboard answer a card, or open a form.
(() => {
  const card = document.querySelector("[data-keys]");
  if (!card) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea")) return;
    const found = card.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!found) return;
    event.preventDefault();
    found.click();
    const opened = found.closest("details[open]");
    const first = opened ? opened.querySelector("input:not([type=hidden]), select") : document.querySelector(found.hash || null);
    if (first) first.focus();
  });
})();
