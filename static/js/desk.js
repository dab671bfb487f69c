// Enhancement only: every action also works as a plain form post or link.
// Other scripts of a page use window.desk: { $, $$, say, keysOn, typing }.
const desk = (() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const say = t => { const live = $('#live'); if (live) live.textContent = t; };
  const root = document.documentElement;
  root.classList.add('js');

  /* single-key shortcuts: off while typing and in dialogs, and switchable in settings (WCAG 2.1.4) */
  const keysOn = () => root.dataset.keys !== 'off';
  const typing = t => t.closest('input:not([type=radio],[type=checkbox],[type=button],[type=submit]), textarea, select, [contenteditable]');
  const isField = x => x.matches('textarea, select, input:not([type=radio],[type=checkbox],[type=button],[type=submit])');
  const act = x => { if (!('stay' in x.dataset)) x.focus(); if (!isField(x)) x.click(); };
  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === 'k') { e.preventDefault(); openPalette(); return; }
    if (!keysOn() || e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || $('dialog[open]')) return;
    if (e.key === '?') { e.preventDefault(); openKeys(); return; }
    const hit = $(`[data-key="${CSS.escape(e.key)}"]`);
    if (hit) { e.preventDefault(); act(hit); }
  });

  /* palette: combobox and listbox over every [data-cmd] on the page; one that is empty is called by its first words */
  const said = x => x.dataset.cmd || $('span', x).textContent;
  const pal = $('#palette'), q = $('#pal-q'), lb = $('#pal-list'), opener = $('#pal-open');
  let items = [], at = 0;
  function openPalette() { if (!pal || pal.open) return; q.value = ''; pal.showModal(); fill(); }
  function fill() {
    const n = q.value.toLowerCase();
    items = $$('[data-cmd]').filter(x => said(x).toLowerCase().includes(n)).slice(0, 9); at = 0;
    lb.replaceChildren(...items.map((x, i) => {
      const o = document.createElement('li'); o.setAttribute('role', 'option'); o.id = `o${i}`; o.textContent = said(x);
      if (x.dataset.key && keysOn()) { const k = document.createElement('kbd'); k.textContent = x.dataset.key; o.append(k); }
      o.addEventListener('click', () => run(i)); return o;
    }));
    mark();
  }
  function mark() {
    [...lb.children].forEach((o, i) => o.setAttribute('aria-selected', String(i === at)));
    if (items.length) q.setAttribute('aria-activedescendant', `o${at}`); else q.removeAttribute('aria-activedescendant');
  }
  function run(i) { const x = items[i]; pal.close(); if (x) act(x); }
  q?.addEventListener('input', fill);
  q?.addEventListener('keydown', e => {
    if (e.key === 'ArrowDown') { at = Math.min(at + 1, items.length - 1); mark(); e.preventDefault(); }
    if (e.key === 'ArrowUp') { at = Math.max(at - 1, 0); mark(); e.preventDefault(); }
    if (e.key === 'Enter') { run(at); e.preventDefault(); }
  });
  if (opener) { opener.hidden = false; opener.addEventListener('click', openPalette); }

  /* the list of keys, made from the page itself */
  function openKeys() {
    const box = $('#keys'), list = $('#keys-list');
    if (!box) return;
    list.replaceChildren(...$$('[data-key][data-cmd]').flatMap(x => {
      const dt = document.createElement('dt'), k = document.createElement('kbd'), dd = document.createElement('dd');
      k.textContent = x.dataset.key; dt.append(k); dd.textContent = said(x); return [dt, dd];
    }));
    box.showModal();
  }

  /* the clock of a sitting: counted on from what the server said, told in good time, and the receipt at the end */
  const timeLeft = $('[data-ends]');
  if (timeLeft) {
    const { ends, hours, minutes, soon, over } = timeLeft.dataset, words = $('[data-left]', timeLeft), warnAt = [20, 10, 5, 2, 1];
    let told = Infinity;
    const tick = () => {
      const ms = new Date(ends) - Date.now(), m = Math.ceil(ms / 60000);
      if (ms <= 0) { say(over); setTimeout(() => location.assign('/sitting'), 1500); return; }
      words.textContent = [m >= 60 ? hours.replace('{h}', Math.floor(m / 60)) : '', m % 60 || m < 60 ? minutes.replace('{m}', m % 60) : ''].filter(Boolean).join(' ');
      timeLeft.classList.toggle('soon', m <= 10);
      const due = warnAt.filter(at => m <= at).at(-1);
      if (due && due < told) { told = due; say(soon.replace('{m}', m)); }
      setTimeout(tick, Math.min(15000, ms));
    };
    tick();
  }

  $('[role=alert][tabindex]')?.focus();
  return { $, $$, say, keysOn, typing };
})();
window.desk = desk;
