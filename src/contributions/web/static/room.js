// Everything works without this: it only lets the keyboard answer a card.
(() => {
  const card = document.querySelector("[data-keys]");
  if (!card) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio]), select, textarea")) return;
    const found = card.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (found) { event.preventDefault(); found.click(); }
  });
})();
