// The editor of a scenario. Enhancement only: without it the same form saves, checks and publishes by plain posts.
(() => {
  const fill = (where, html) => where.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  const { $, $$, say } = window.desk;
  const form = $('#yaml-form'), text = $('#yaml'), gutter = $('#gutter'), saved = $('#saved'), code = $('.code');
  if (!form || !text) return;
  const ROOM = 2, LINE = () => parseFloat(getComputedStyle(text).lineHeight), SCRIPT = { 'X-Editor': 'script' };
  const revision = form.elements.revision, look = form.elements.look;
  let wrong = $$('li.e', gutter).map(li => Number(li.textContent)), market = $('#beside [data-market][aria-current]')?.dataset.market ?? '';

  /* the gutter has as many lines as the text, and marks those with a problem */
  function draw() {
    const lines = Math.max(24, text.value.split('\n').length + ROOM);
    text.rows = lines;
    while (gutter.children.length > lines) gutter.lastChild.remove();
    while (gutter.children.length < lines) { const li = document.createElement('li'); li.textContent = gutter.children.length + 1; li.id = `line-${li.textContent}`; gutter.append(li); }
    [...gutter.children].forEach((li, i) => li.classList.toggle('e', wrong.includes(i + 1)));
  }

  /* a problem leads to its line */
  function toLine(n) {
    const lines = text.value.split('\n'), at = Math.min(n, lines.length), start = lines.slice(0, at - 1).join('\n').length + (at > 1 ? 1 : 0);
    text.focus({ preventScroll: true }); text.setSelectionRange(start, start + lines[at - 1].length);
    code.scrollTop = Math.max(0, (at - 6) * LINE()); code.scrollIntoView({ block: 'nearest' });
  }
  document.addEventListener('click', e => {
    const link = e.target.closest('a[data-line]');
    if (link) { e.preventDefault(); toLine(Number(link.dataset.line)); }
  });
  const lineNow = () => text.value.slice(0, text.selectionStart).split('\n').length;
  function step(back) {
    if (!wrong.length) { say($('#problem-chip').textContent); return; }
    const here = document.activeElement === text ? lineNow() : 0;
    toLine(back ? [...wrong].reverse().find(n => n < here) ?? wrong.at(-1) : wrong.find(n => n > here) ?? wrong[0]);
  }

  /* autosave: 600 ms after a change, one request in flight; somebody else's text is never overwritten */
  let timer = 0, flying = null, dirty = false, stuck = Boolean(form.dataset.stuck), leaving = false, round = 0;
  const tell = (...nodes) => saved.replaceChildren(...nodes);
  function link(label, act) { const b = document.createElement('button'); b.type = 'button'; b.className = 'linklike'; b.textContent = label; b.addEventListener('click', act); return b; }
  const fields = () => { const data = new FormData(); ['csrf_token', 'revision', 'look', 'yaml'].forEach(name => data.set(name, form.elements[name].value)); return new URLSearchParams(data); };
  function conflict(words) { stuck = true; tell(`${words} `, link(saved.dataset.both, () => { leaving = true; form.submit(); })); say(words); }
  function failed() { stuck = true; tell(`${saved.dataset.failed} `, link(saved.dataset.again, () => { stuck = false; dirty = true; flush(); })); }
  function flush() {
    clearTimeout(timer);
    if (flying || stuck || leaving || !dirty) return flying ?? Promise.resolve();
    dirty = false; tell(saved.dataset.saving);
    const sent = fields(); // under way, it goes on though the page is left; a browser lets so much
    flying = fetch(form.action, { method: 'POST', body: sent, headers: SCRIPT, keepalive: String(sent).length < 60_000 })
      .then(async answer => {
        if (answer.redirected || !(answer.headers.get('Content-Type') ?? '').includes('json')) throw new Error('not saved');
        const said = await answer.json();
        if (answer.status === 409) { dirty = true; conflict(said.conflict); return; }
        if (!answer.ok) { dirty = true; conflict(said.conflict); return; }
        revision.value = said.revision; tell(said.saved); show(said);
      })
      .catch(() => { dirty = true; failed(); })
      .finally(() => { flying = null; if (dirty && !stuck) flush(); });
    return flying;
  }
  function show(said) {
    wrong = said.lines; fill($('#problem-list'), said.problems); fill($('#gate-body'), said.gate);
    const chip = $('#problem-chip');
    if (chip.textContent !== said.words) { chip.textContent = said.words; say(said.words); }
    chip.className = `chip ${said.ok ? 'ok' : 'bad'}`;
    $('#before').hidden = said.ok || !$('#beside .seeds');
    draw(); if (said.ok && !dirty) beside();
  }
  text.addEventListener('input', () => { dirty = true; round += 1; draw(); clearTimeout(timer); if (!stuck) { tell(saved.dataset.saving); timer = setTimeout(flush, 600); } });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') flush(); });
  window.addEventListener('pageshow', e => { if (e.persisted) location.reload(); });

  /* what comes out of it, at another seed or in another market */
  let asked = 0;
  async function beside(focus = false) {
    const mine = ++asked, box = $('#beside'), url = new URL(form.dataset.outcome, location.href);
    url.searchParams.set('seed', look.value); if (market) url.searchParams.set('market', market);
    const open = $$('details[open] > summary', box).map(s => s.textContent);
    box.setAttribute('aria-busy', 'true');
    const answer = await fetch(url, { headers: SCRIPT }).catch(() => null);
    box.removeAttribute('aria-busy');
    if (!answer?.ok || mine !== asked) return;
    fill(box, await answer.text());
    $$('details', box).forEach(d => { d.open = open.includes($('summary', d).textContent); });
    buttons(box);
    if (focus) $('#h-beside').focus();
  }
  $('#beside').addEventListener('click', e => {
    const go = e.target.closest('a[data-seed]');
    if (!go || e.ctrlKey || e.metaKey) return;
    e.preventDefault(); look.value = go.dataset.seed; market = go.dataset.market ?? market;
    const seed = $('#p-seed'); if (seed) seed.value = look.value;
    flush().then(() => beside(true));
  });

  /* the checks: a slice at a time, with how far they are; typing stops them */
  let running = false;
  async function run() {
    if (running) return;
    running = true; await flush();
    const mine = round, body = $('#gate-body');
    $('#run-checks')?.setAttribute('aria-disabled', 'true');
    for (let on = !stuck; on;) {
      const answer = await fetch(form.dataset.check, { method: 'POST', body: fields(), headers: SCRIPT }).catch(() => null);
      if (!answer?.ok || mine !== round) { $('#run-checks')?.removeAttribute('aria-disabled'); break; }
      const said = await answer.json();
      const had = body.contains(document.activeElement);
      fill(body, said.gate); on = said.running;
      $('#run-checks')?.toggleAttribute('hidden', on);
      if (!on) { say(said.words); if (had) $('#gate').focus(); } else if (had) $('#gate').focus({ preventScroll: true });
    }
    running = false;
  }
  document.addEventListener('click', e => {
    const button = e.target.closest('button');
    if (!button) return;
    if (button.id === 'run-checks') { e.preventDefault(); run(); }
    if (button.id === 'publish' && button.getAttribute('aria-disabled') === 'true') { e.preventDefault(); say($('#why-not').textContent); $('#gate').focus(); }
  });

  /* a plain submit waits for the save under way, and goes out once */
  form.addEventListener('submit', e => {
    clearTimeout(timer);
    if (leaving) { e.preventDefault(); return; }
    if (flying) { e.preventDefault(); const by = e.submitter; flying.then(() => { if (!stuck) form.requestSubmit(by); }); return; }
    leaving = true;
  });

  /* keys: save, play, the next problem; Tab indents only where somebody has asked for it */
  const tab = $('#tab-indents'); $('#tab-switch').hidden = false;
  document.addEventListener('keydown', e => {
    const ctrl = e.ctrlKey || e.metaKey;
    if (ctrl && e.key.toLowerCase() === 's') { e.preventDefault(); dirty = true; flush(); }
    if (ctrl && e.key === 'Enter') { const play = $('button[formaction$="/play"]'); if (play) { e.preventDefault(); form.requestSubmit(play); } }
    if (e.key === 'F8') { e.preventDefault(); step(e.shiftKey); }
  });
  text.addEventListener('keydown', e => {
    if (e.key === 'Escape') tab.checked = false;
    if (e.key === 'Tab' && tab.checked && !e.shiftKey) { e.preventDefault(); put(text.selectionStart, text.selectionEnd, '  ', false); }
    if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      const line = text.value.slice(0, text.selectionStart).split('\n').at(-1), indent = /^ */.exec(line)[0] + (/:\s*$/.test(line) ? '  ' : '');
      if (indent) { e.preventDefault(); put(text.selectionStart, text.selectionEnd, `\n${indent}`, false); }
    }
  });
  function put(start, end, words, select = true) {
    text.setRangeText(words, start, end, select ? 'select' : 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /* the cheat sheet: a click writes a snippet under its key */
  const startOf = (lines, n) => lines.slice(0, n).join('\n').length + (n ? 1 : 0);
  const indentOf = line => /^ */.exec(line)[0].length;
  function block(lines, key, indent, from = 0, to = lines.length) {
    const at = lines.findIndex((line, i) => i >= from && i < to && line.startsWith(`${' '.repeat(indent)}${key}:`));
    if (at < 0) return null;
    let end = at + 1;
    while (end < to && (!lines[end].trim() || indentOf(lines[end]) > indent || (indentOf(lines[end]) === indent && lines[end].trim().startsWith('- ')))) end += 1;
    while (end > at + 1 && !lines[end - 1].trim()) end -= 1;
    return { at, end };
  }
  const isMap = into => into === 'case.fix' || into === 'case.papers';
  const nameOf = item => item.split(':')[0].trim();
  function addTo(lines, found, indent, item, into) {
    const line = lines[found.at], head = line.slice(0, line.indexOf(':') + 1), rest = line.slice(head.length).trim();
    const wrap = isMap(into) ? s => `{${s}}` : s => `[${s}]`;
    const twice = isMap(into) && found.end === found.at + 1 && new RegExp(`([{,]\\s*)${nameOf(item)}:\\s*(\\{[^}]*\\}|\\[[^\\]]*\\]|[^,}]*)`).exec(rest);
    if (twice) return [found.at, found.at + 1, `${head} ${rest.replace(twice[0], `${twice[1]}${item}`)}`];
    if (/^[{[].*[}\]]$/.test(rest) && found.end === found.at + 1) {
      if (nameOf(head) === 'target') return [found.at, found.at + 1, `${' '.repeat(indent)}targets: [${rest}, ${item}]`];
      const inner = rest.slice(1, -1).trim();
      return [found.at, found.at + 1, `${head} ${wrap(inner ? `${inner}, ${item}` : item)}`];
    }
    if (!rest && found.end === found.at + 1) return [found.at, found.at + 1, `${head} ${wrap(item)}`];
    if (!rest) {
      const first = lines.slice(found.at + 1, found.end).find(one => one.trim() && !one.trim().startsWith('#')) ?? '', deep = indentOf(first);
      const same = isMap(into) ? lines.findIndex((one, i) => i > found.at && i < found.end && indentOf(one) === deep && one.trim().startsWith(`${nameOf(item)}:`)) : -1;
      const written = `${' '.repeat(deep)}${isMap(into) ? '' : '- '}${item}`;
      return same >= 0 ? [same, same + 1, written] : [found.end, found.end, written];
    }
    return null;
  }
  function change(into, item) {
    const lines = text.value.split('\n'), [top, key] = into.split('.');
    const outer = block(lines, top, 0);
    if (!key) {
      if (top === 'expect') return outer ? [outer.at, outer.end, `expect: ${item}`] : [lines.length, lines.length, `expect: ${item}`];
      return outer ? addTo(lines, outer, 0, item, into) : [lines.length, lines.length, `${top}: [${item}]`];
    }
    if (!outer) return [lines.length, lines.length, `case:\n  ${key}: ${isMap(into) ? `{${item}}` : `[${item}]`}`];
    if (lines[outer.at].slice(5).replace(/#.*/, '').trim()) return null;
    const first = lines.slice(outer.at + 1, outer.end).find(one => one.trim() && !one.trim().startsWith('#'));
    const indent = first ? indentOf(first) : 2;
    const inner = block(lines, key, indent, outer.at + 1, outer.end) ?? (key === 'targets' ? block(lines, 'target', indent, outer.at + 1, outer.end) : null);
    if (inner) return addTo(lines, inner, indent, item, into);
    return [outer.end, outer.end, `${' '.repeat(indent)}${key}: ${isMap(into) ? `{${item}}` : `[${item}]`}`];
  }
  function write(into, item) {
    if (text.readOnly) return;
    const lines = text.value.split('\n'), made = change(into, item);
    if (!made) { put(text.selectionStart, text.selectionEnd, item); text.focus(); return; }
    const [from, to, words] = made;
    if (from === to) { const at = startOf(lines, from); put(at > text.value.length ? text.value.length : at, Math.min(at, text.value.length), from >= lines.length ? `\n${words}` : `${words}\n`); }
    else put(startOf(lines, from), startOf(lines, to - 1) + lines[to - 1].length, words);
    const hint = $('#sheet-hint'), n = lineNow();
    say(hint.dataset.done.replace('{}', from + 1));
    code.scrollTop = Math.max(0, (n - 6) * LINE());
  }
  const hint = $('#sheet-hint');
  if (hint && !text.readOnly) {
    buttons(document);
    const find = $('#sheet-find'), q = $('#sheet-q');
    find.hidden = false;
    q.addEventListener('input', () => {
      const wanted = q.value.toLowerCase().trim();
      $$('#sheet .part').forEach(part => {
        const hits = $$('.thing', part).filter(thing => { const hit = thing.textContent.toLowerCase().includes(wanted); thing.hidden = !hit; return hit; });
        part.hidden = !hits.length; part.open = Boolean(wanted) && hits.length > 0;
      });
    });
  }
  function buttons(root) {
    if (!hint || text.readOnly) return;
    $$('.part', root).forEach(part => $$('code.snip', part).forEach(snip => {
      const button = document.createElement('button');
      button.type = 'button'; button.className = 'snip'; button.textContent = snip.textContent;
      const words = document.createElement('span'); words.className = 'vh'; words.textContent = `${hint.dataset.put}: `; button.prepend(words);
      button.addEventListener('click', () => write(part.dataset.into, snip.textContent));
      snip.replaceWith(button);
    }));
  }
  $('.conflict, .notice[role=alert]')?.focus();
  draw();
})();
