/* 核对读入稿：左边提纲和原文换着看，指到哪一项，原文里哪一句就亮起来。没有脚本时两块上下排着，链接照样到得了。 */
(function () {
  'use strict';
  const side = document.querySelector('[data-side]');
  if (!side) return;
  const source = document.getElementById('source');
  const panes = Array.from(side.querySelectorAll('.pane'));
  const tabs = Array.from(side.querySelectorAll('[data-pane]'));

  function show(id) {
    panes.forEach((pane) => { pane.hidden = pane.id !== id; });
    tabs.forEach((tab) => {
      if (tab.dataset.pane === id) tab.setAttribute('aria-current', 'true'); else tab.removeAttribute('aria-current');
    });
  }

  function light(key, scroll) {
    source.querySelectorAll('.lit').forEach((piece) => piece.classList.remove('lit'));
    const pieces = source.querySelectorAll('[data-at~="' + key + '"]');
    pieces.forEach((piece) => piece.classList.add('lit'));
    if (scroll && pieces.length && !source.hidden) {
      source.scrollTop = pieces[0].offsetTop - source.offsetTop - source.clientHeight / 3;
    }
  }

  side.addEventListener('click', (event) => {
    const tab = event.target.closest('[data-pane]');
    if (tab) { event.preventDefault(); show(tab.dataset.pane); }
  });
  document.addEventListener('click', (event) => {
    const goes = event.target.closest('[data-goes]');
    if (!goes) return;
    event.preventDefault();
    show('source');
    light(goes.dataset.goes, true);
  });
  ['mouseover', 'focusin'].forEach((kind) => document.addEventListener(kind, (event) => {
    const row = event.target.closest && event.target.closest('[data-row]');
    if (row) light(row.dataset.row, true);
  }));
  source.addEventListener('click', (event) => {
    const piece = event.target.closest('[data-at]');
    const row = piece && document.getElementById(piece.dataset.at.split(' ')[0]);
    if (row) { row.scrollIntoView({ block: 'center' }); row.focus(); }
  });
  /* 月份连着点几下，合成一次存；存的时候又点了，等这次存完再存，不让旧的一行盖掉新点的 */
  const timers = new WeakMap();
  const flying = new WeakSet();

  function turned(form) {
    return Array.from(form.querySelectorAll('button')).filter((b) => b.dataset.was !== undefined && b.dataset.was !== b.getAttribute('aria-pressed'))
      .map((b) => (b.getAttribute('aria-pressed') === 'true' ? '' : '-') + b.textContent.trim());
  }

  function send(form) {
    const changes = turned(form);
    if (!changes.length || flying.has(form)) return;
    const row = form.closest('[data-row]');
    form.querySelectorAll('button').forEach((b) => { b.dataset.was = b.getAttribute('aria-pressed'); });
    flying.add(form);
    window.htmx.ajax('POST', form.getAttribute('action'), {
      source: form, target: row, swap: 'outerHTML', values: { do: 'turn:' + changes.join(',') },
    }).finally(() => { flying.delete(form); if (turned(form).length) send(form); });
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-months] button');
    if (!button || !window.htmx) return;
    event.preventDefault();
    const form = button.form;
    const on = button.getAttribute('aria-pressed');
    if (button.dataset.was === undefined) button.dataset.was = on;
    button.setAttribute('aria-pressed', on === 'true' ? 'false' : 'true');
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => send(form), 500));
  });
  document.body.addEventListener('htmx:beforeSwap', (event) => {
    const form = event.detail.target.querySelector && event.detail.target.querySelector('[data-months]');
    if (form && flying.has(form) && turned(form).length) event.detail.shouldSwap = false;
  });
  window.addEventListener('beforeunload', () => document.querySelectorAll('[data-months]').forEach(send));

  show(panes[0].id);
})();
