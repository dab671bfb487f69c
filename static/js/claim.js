// The claim file, made quicker: every act here is also a plain submit of the decision form.
(() => {
  const { $, $$, say } = window.desk;
  const form = $('#decision');
  const second = $('#second'), wording = $('#policy');
  const strip = $('#picked'), flag = $('#flag');
  let picked = null;

  /* papers: all are on the page, one lies on top */
  const top = () => $$('#doc > .pp').find(p => !p.hidden);
  const byId = id => $$('.pp').find(p => p.dataset.paper === id);
  const entries = $$('.index [data-paper]');
  const nth = paper => entries.findIndex(e => e.dataset.paper === paper.dataset.paper) + 1;
  const title = paper => $('span', entries[nth(paper) - 1]).textContent;
  function show(id, log = true) {
    const paper = byId(id);
    if (!paper || paper === top()) return;
    if (second.contains(paper)) endCompare();
    $$('#doc > .pp').forEach(p => { p.hidden = p !== paper; });
    pick(null);
    $('#h-doc').textContent = title(paper); $('#doc-n').textContent = nth(paper);
    entries.forEach(e => { if (e.dataset.paper === id) { e.setAttribute('aria-current', 'page'); e.scrollIntoView({ block: 'nearest', inline: 'nearest' }); } else e.removeAttribute('aria-current'); });
    const at = entries.findIndex(e => e.dataset.paper === id);
    step('#prev', entries[at - 1]); step('#next', entries[at + 1]);
    say(title(paper));
    if (log) opened(id);
  }
  function step(button, entry) {
    const b = $(button); if (!b) return;
    if (entry) { b.removeAttribute('aria-disabled'); b.dataset.to = entry.dataset.paper; } else { b.setAttribute('aria-disabled', 'true'); delete b.dataset.to; }
  }
  function opened(id) {
    const entry = entries.find(e => e.dataset.paper === id), fresh = entry && $('.new', entry);
    if (fresh) { const before = fresh.previousSibling; if (before) before.textContent = before.textContent.replace(/ · $/, ''); fresh.remove(); $('#read').textContent = Number($('#read').textContent) + 1; }
    if (form) { opens.push(id); flush(); }
  }
  entries.forEach(e => e.addEventListener('click', c => {
    if (c.ctrlKey || c.metaKey || c.shiftKey) return;
    c.preventDefault(); show(e.dataset.paper);
    if (matchMedia('(max-width: 47.99rem)').matches) $('#doc').scrollIntoView();
  }));
  entries.forEach(e => e.addEventListener('focus', () => e.scrollIntoView({ block: 'nearest', inline: 'nearest' })));
  const current = entries.find(e => e.hasAttribute('aria-current'));
  if (current) { const at = entries.indexOf(current); step('#prev', entries[at - 1]); step('#next', entries[at + 1]); }
  ['#prev', '#next'].forEach(id => $(id)?.addEventListener('click', e => { e.preventDefault(); const to = e.currentTarget.dataset.to; if (to) show(to); }));

  /* a second paper beside the first */
  const picker = $('#compare');
  function compare(id) {
    const paper = byId(id);
    if (!paper || paper === top()) return;
    endCompare();
    second.append(paper); paper.hidden = false; second.hidden = false;
    $('#h-second').textContent = title(paper); $('.file').classList.add('comparing');
    say(title(paper)); opened(id); opens.push(top().dataset.paper);
  }
  function endCompare() {
    const paper = $('.pp', second);
    if (paper) { paper.hidden = true; const later = $$('#doc > .pp').find(p => nth(p) > nth(paper)); $('#doc').insertBefore(paper, later ?? null); }
    second.hidden = true; $('.file').classList.remove('comparing');
  }
  if (picker) $('.push', second).prepend(picker);
  picker?.addEventListener('change', () => { if (picker.value) compare(picker.value); else endCompare(); });
  $('#compare-go')?.addEventListener('click', e => {
    e.preventDefault();
    if (!second.hidden) { endCompare(); picker.value = ''; return; }
    const other = picker.value || entries.map(x => x.dataset.paper).filter(id => id !== top().dataset.paper).reverse()[0];
    if (other) { picker.value = other; compare(other); }
  });
  $('#compare-end')?.addEventListener('click', e => { e.preventDefault(); endCompare(); picker.value = ''; $('#compare-go').focus(); });

  if (!form) return;

  /* evidence: a row of the tray for each pinned fact, numbered on the paper too */
  const tray = $('#tray'), tpl = $('#pin-tpl');
  const facts = new Map($$('.sheet label > input').map(i => [i.value, i]));
  const words = i => i.closest('label').textContent.trim().replace(/\s+/g, ' ');
  function drawTray() {
    [...tray.children].forEach(li => { if (!facts.get(li.dataset.pin)?.checked) li.remove(); });
    const there = new Set([...tray.children].map(li => li.dataset.pin));
    facts.forEach((input, pin) => {
      if (!input.checked || there.has(pin)) return;
      const li = tpl.content.firstElementChild.cloneNode(true), select = $('select', li);
      li.dataset.pin = pin; $('.txt', li).textContent = words(input); $('.src', li).textContent = title(input.closest('.pp'));
      select.name = `tie.${pin}`; select.setAttribute('aria-label', `${select.dataset.label} ${words(input)}`);
      const flag = $('.wrong input', li); flag.value = pin; $('.wrong .vh', li).textContent = ` ${words(input)}`;
      tray.append(li);
    });
    number();
  }
  function number() {
    const rows = [...tray.children];
    const cites = $$('.policy input:checked').map(c => [`provision:${c.value}`, tray.dataset.supports.replace('{}', $('.vh', c.parentElement).textContent.trim())]);
    rows.forEach((li, i) => {
      $('.pn', li).textContent = i + 1;
      const fact = facts.get(li.dataset.pin); if (fact) { fact.parentElement.dataset.n = i + 1; fact.parentElement.classList.toggle('wrong', $('.wrong input', li).checked); }
      const select = $('select', li), had = select.value, hadWords = select.selectedOptions[0]?.textContent;
      const choices = [...cites, ...rows.flatMap((other, j) => j === i ? [] : [[other.dataset.pin, tray.dataset.clashes.replace('{}', j + 1)]])];
      if (had.startsWith('provision:') && !choices.some(([v]) => v === had)) choices.unshift([had, hadWords]);
      select.replaceChildren(select.options[0], ...choices.map(([v, w]) => new Option(w, v)));
      select.value = choices.some(([v]) => v === had) ? had : '';
      li.classList.toggle('clash', Boolean(select.value) && !select.value.startsWith('provision:'));
    });
    $('#tray-empty').hidden = rows.length > 0; $('#tray-hint').hidden = !rows.length;
    $$('[data-pincount]').forEach(n => { n.textContent = rows.length; });
    pick(picked);
  }

  /* the fact that was picked last can be flagged where it stands, or by its letter; the tray keeps the flag */
  const flagOf = fact => $$('.wrong input', tray).find(box => box.value === fact.value);
  function pick(fact) {
    picked = fact;
    if (!strip) return;
    strip.hidden = !fact?.checked;
    if (strip.hidden) return;
    $('.txt', strip).textContent = $('.vh', flag).textContent = words(fact);
    flag.setAttribute('aria-pressed', String(Boolean(flagOf(fact)?.checked)));
  }
  const changed = box => box.dispatchEvent(new Event('change', { bubbles: true }));
  flag?.addEventListener('click', () => {
    const at = document.activeElement, fact = facts.get(at.value) === at ? at : picked;
    if (!fact || !document.body.classList.contains('inspect')) { say(flag.dataset.none); return; }
    if (!fact.checked) { fact.checked = true; changed(fact); }
    const box = flagOf(fact); box.checked = !box.checked; changed(box);
  });
  document.addEventListener('focusin', e => { if (facts.get(e.target.value) === e.target) pick(e.target); });
  document.addEventListener('change', e => {
    if (e.target.matches('.tray .wrong input')) { number(); say(`${words(e.target)}: ${e.target.checked ? tray.dataset.flagged : tray.dataset.unflagged}`); }
    if (e.target.matches('.sheet label > input')) { picked = e.target; drawTray(); say(`${words(e.target)}: ${e.target.checked ? tray.dataset.pinned : tray.dataset.unpinned}`); }
    if (e.target.matches('.policy input, .tray select')) number();
  });

  /* the settlement sheet: the page adds, nobody keys a total */
  const et = form.dataset.language === 'et';
  const sign = { EUR: '€', USD: '$' }[form.dataset.currency] ?? form.dataset.currency;
  function amount(text) {
    let t = text.replace(/[\s\u00a0\u202f€$]/g, '').replace('−', '-');
    const comma = t.lastIndexOf(','), point = t.lastIndexOf('.');
    if (comma >= 0 && point >= 0) t = t.replaceAll(comma < point ? ',' : '.', '');
    else if (comma >= 0 && !et && /^-?\d{1,3}(,\d{3})+$/.test(t)) t = t.replaceAll(',', '');
    t = t.replace(',', '.');
    return /^-?(\d{1,9}(\.\d{0,2})?|\.\d{1,2})$/.test(t) ? Math.round(Number(t) * 100) : 0;
  }
  function shown(cents) {
    const [whole, rest] = (cents / 100).toFixed(2).split('.');
    return whole.replace(/\B(?=(\d{3})+$)/g, et ? '\u00a0' : ',') + (et ? ',' : '.') + rest;
  }
  function addUp(sheet) {
    const lines = $$('.ln', sheet).filter(l => !$('.tog input', l)?.checked).reduce((sum, l) => sum + amount($('.pay input', l).value), 0);
    const off = $$('[data-off]', sheet).reduce((sum, i) => sum + (i.dataset.off === 'add' ? -1 : 1) * amount(i.value), 0), pay = Math.max(0, lines - off);
    $('[data-linesum]', sheet).textContent = shown(lines);
    $('[data-total]', sheet).textContent = et ? `${shown(pay)}\u00a0${sign}` : `${sign}${shown(pay)}`;
  }
  const adds = s => ['input', 'change'].forEach(e => s.addEventListener(e, () => addUp(s)));
  $$('[data-settle]').forEach(adds);

  /* rows for what is paid meanwhile come when they are asked for */
  $('button#meanwhile')?.addEventListener('click', e => {
    const button = e.currentTarget;
    e.preventDefault();
    fetch(`${form.dataset.item}?meanwhile=1`)
      .then(async answer => {
        const rows = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('details#meanwhile');
        if (!rows) throw new Error('no rows');
        button.parentElement.replaceWith(rows);
        const sheet = $('[data-settle]', rows);
        adds(sheet); addUp(sheet); $('input', rows).focus();
      })
      .catch(() => { form.requestSubmit(button); });
  });

  /* the button says what it does */
  const record = $('#record');
  function name() { record.textContent = record.dataset[$('[name=disposition]:checked')?.value] ?? record.dataset.record; }
  $$('[name=disposition]').forEach(r => r.addEventListener('change', name));

  /* another paper to ask for */
  const asks = $('#asks'), more = $('#more');
  more?.addEventListener('click', e => {
    e.preventDefault();
    const rows = $$('.ask', asks), n = rows.length, row = rows[n - 1].cloneNode(true);
    row.dataset.ask = n; $('[data-askn]', row).textContent = n + 1; $$('.err', row).forEach(x => x.remove());
    $$('select', row).forEach(s => { s.name = s.id = s.name.replace(/\.\d+\./, `.${n}.`); s.value = ''; s.removeAttribute('aria-invalid'); });
    $$('label', row).forEach(l => { l.htmlFor = l.htmlFor.replace(/\.\d+\./, `.${n}.`); });
    asks.append(row); $('select', row).focus();
    more.hidden = n + 1 >= Number(asks.dataset.most);
  });

  /* autosave: 600 ms after a change, one request in flight, its state in words */
  const saved = $('#saved'), revision = form.elements.revision, work = $('#work'), opens = [];
  let timer = 0, flying = null, dirty = false, keep = false, stuck = false, leaving = false;
  const tell = (...nodes) => saved.replaceChildren(...nodes);
  function link(label, act) { const b = document.createElement('button'); b.type = 'button'; b.className = 'linklike'; b.textContent = label; b.addEventListener('click', act); return b; }
  function body() { const data = new FormData(form); data.delete('note'); data.delete('compare'); if (keep) data.set('keep', '1'); return data; }
  function failed() { stuck = true; tell(`${saved.dataset.failed} `, link(saved.dataset.again, () => { stuck = false; dirty = true; flush(); })); }
  function conflict(text) {
    stuck = true;
    tell(`${text} `, link(saved.dataset.load, () => { leaving = true; location.assign(form.dataset.item); }), ' ', link(saved.dataset.keep, () => { stuck = false; keep = dirty = true; flush(); }));
    saved.classList.add('warn');
  }
  function flush() {
    clearTimeout(timer);
    if (flying || stuck || leaving || !(dirty || opens.length)) return flying;
    const open = opens[0], url = open ? `${form.dataset.item}/open/${encodeURIComponent(open)}` : `${form.dataset.item}/save`;
    dirty = false;
    tell(saved.dataset.saving);
    const sent = new URLSearchParams(body()); // under way, it goes on though the page is left; a browser lets so much
    flying = fetch(url, { method: 'POST', body: sent, headers: { 'X-Desk': 'autosave' }, keepalive: String(sent).length < 60_000 })
      .then(async answer => {
        if (answer.status === 410) { leaving = true; location.assign('/sitting'); return; }
        const type = answer.headers.get('Content-Type') ?? '';
        if (answer.redirected || !type.includes('json')) throw new Error('not saved');
        const said = await answer.json();
        if (answer.status === 409) { dirty = true; conflict(said.conflict); return; }
        if (!answer.ok) throw new Error('not saved');
        if (open) opens.shift();
        keep = false; saved.classList.remove('warn');
        revision.value = said.revision; work.textContent = said.work; tell(said.saved);
        [...tray.children].forEach(li => { $('.src', li).textContent = said.sources[li.dataset.pin] ?? $('.src', li).textContent; });
      })
      .catch(() => { dirty = true; failed(); })
      .finally(() => { flying = null; if (!stuck) flush(); });
    return flying;
  }
  const isNote = t => t.id === 'note' || t.id === 'compare';
  ['input', 'change'].forEach(kind => form.addEventListener(kind, e => {
    if (isNote(e.target)) return;
    dirty = true; clearTimeout(timer);
    if (stuck) return;
    tell(saved.dataset.saving); timer = setTimeout(flush, 600);
  }));
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') flush(); });

  /* a plain submit waits for the save under way, and goes out once */
  form.addEventListener('submit', e => {
    clearTimeout(timer);
    if (leaving) { e.preventDefault(); return; }
    if (flying) { e.preventDefault(); const by = e.submitter; flying.then(() => { if (!stuck) form.requestSubmit(by); }); return; }
    leaving = true;
  });
  window.addEventListener('pageshow', e => { if (e.persisted) location.reload(); });

  /* inspect mode: off, facts are plain text again and a click pins nothing */
  const inspect = $('#inspect');
  function setInspect(on) {
    document.body.classList.toggle('inspect', on); inspect.setAttribute('aria-pressed', String(on));
    facts.forEach(i => { i.tabIndex = on ? 0 : -1; });
    if (!on) pick(null);
  }
  document.addEventListener('click', e => { if (e.target.closest('.sheet label') && !document.body.classList.contains('inspect')) e.preventDefault(); });
  inspect.hidden = false; inspect.addEventListener('click', () => setInspect(inspect.getAttribute('aria-pressed') !== 'true'));

  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && e.key === 'Enter' && !$('dialog[open]')) { e.preventDefault(); form.requestSubmit($('#record')); }
  });
  $('.mistakes, .conflict')?.focus();
  drawTray(); name();
  $$('[data-settle]').forEach(addUp);
})();
