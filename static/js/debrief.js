// j and k walk over the criteria, Enter opens one; the print button. Without it every summary is a Tab stop.
(() => {
  const { $, $$ } = window.desk;
  const rows = $$('[data-criterion] > summary');
  const step = by => {
    const at = rows.indexOf(document.activeElement), last = rows.length - 1;
    rows[at < 0 ? (by > 0 ? 0 : last) : Math.min(last, Math.max(0, at + by))]?.focus();
  };
  let before = -1;
  for (const x of $$('[data-step]')) {
    x.hidden = false;
    x.addEventListener('focus', e => { before = rows.indexOf(e.relatedTarget); });
    x.addEventListener('click', () => { if (before >= 0) rows[before].focus(); before = -1; step(Number(x.dataset.step)); });
  }
  const print = $('#print');
  print.hidden = false;
  print.addEventListener('click', () => window.print());
})();
