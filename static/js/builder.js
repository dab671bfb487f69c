// The sums of the table of claims, as one types; the server counts by the same rule when it saves.
(() => {
  const { $, $$, say } = window.desk, table = $('table.bp');
  if (!table) return;
  const count = x => { const t = x.value.trim(); return /^[0-9]{1,3}$/.test(t) ? Number(t) : 0; };
  const sum = numbers => numbers.reduce((a, b) => a + b, 0);
  const set = (x, n) => { if (x.textContent !== String(n)) x.textContent = n; };
  const feet = $$('tfoot td', table), whole = feet.pop();
  const add = () => {
    const rows = $$('tbody tr', table).map(tr => {
      const counts = $$('input', tr).map(count);
      set($('.rowsum', tr), sum(counts));
      return counts;
    });
    feet.forEach((foot, at) => set(foot, sum(rows.map(row => row[at]))));
    set(whole, sum(rows.flat()));
  };
  table.addEventListener('input', add);
  table.addEventListener('change', () => say(`${$('tfoot th', table).textContent}: ${whole.textContent}`));
  add();
})();
