/* 台账列表：J K 上下行、X 选中、Enter 打开；批量栏；列宽和列序；敏感内容到点遮住；打印。没有它，这些页照样能用。 */
(function () {
  'use strict';
  const $ = (selector, root) => (root || document).querySelector(selector);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const picks = () => all('input[name="ids"][form="bulk"]');

  /* ---------- 选中与批量栏 ---------- */
  function told() {
    const bar = $('#bulk');
    if (!bar) return;
    const boxes = picks();
    const everything = $('[name="all"]', bar);
    const n = boxes.filter((box) => box.checked).length;
    boxes.forEach((box) => box.closest('tr').classList.toggle('on', box.checked));
    bar.hidden = !n && !everything.checked;
    const counted = /[\d,]+/.exec($('#bulk-total').textContent) || ['全部'];
    $('[data-picked]', bar).textContent = everything.checked ? counted[0] : n;
    $('[data-unpick]', bar).hidden = false;
    const head = $('[data-pick-all]');
    head.checked = n > 0 && n === boxes.length;
    head.indeterminate = n > 0 && n < boxes.length;
  }
  document.addEventListener('change', (event) => {
    const box = event.target;
    if (box.matches('[data-pick-all]')) picks().forEach((one) => { one.checked = box.checked; });
    if (box.matches('[data-pick-all], input[form="bulk"], #bulk [name="all"]')) told();
  });
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-print]')) window.print();
    if (!event.target.closest('[data-unpick]')) return;
    picks().forEach((box) => { box.checked = false; });
    $('#bulk [name="all"]').checked = false;
    told();
  });

  /* ---------- 键盘 ---------- */
  const rows = () => all('[data-rows] tbody tr');
  function go(step) {
    const list = rows();
    const at = list.findIndex((row) => row.classList.contains('at'));
    const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    if (!next) return;
    list.forEach((row) => row.classList.remove('at'));
    next.classList.add('at');
    next.scrollIntoView({ block: 'nearest' });
    const link = $('a', next);
    if (link) link.focus({ preventScroll: true });
  }
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    const writing = target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === 'INPUT' && target.type !== 'checkbox');
    if (writing || $('dialog[open], details.zj-menu[open]') || !$('[data-rows]')) return;
    const row = $('[data-rows] tr.at');
    const key = event.key.toLowerCase();
    if (key === 'j' || key === 'k') { event.preventDefault(); go(key === 'j' ? 1 : -1); }
    if (key === 'x' && row && $('.pick input', row)) { event.preventDefault(); $('.pick input', row).click(); }
    if (key === 'enter' && row && !target.closest('a, button, summary') && $('a', row)) $('a', row).click();
  });

  /* ---------- 列宽、列序：按人记住 ---------- */
  const csrf = () => JSON.parse(document.body.getAttribute('hx-headers') || '{}')['X-CSRFToken'] || '';
  function remember(values) {
    const body = new URLSearchParams(values);
    fetch($('[data-ledger]').dataset.ledger, { method: 'POST', body: body, headers: { 'X-CSRFToken': csrf(), 'HX-Request': 'true' } }).catch(() => {});
  }
  function grips() {
    all('[data-rows] th[data-of]').forEach((head) => {
      if ($('.grip', head)) return;
      const grip = document.createElement('span');
      grip.className = 'grip';
      grip.addEventListener('click', (event) => event.preventDefault());
      grip.addEventListener('pointerdown', (start) => {
        start.preventDefault();
        const width = head.offsetWidth;
        const move = (event) => { head.style.width = Math.max(40, width + event.clientX - start.clientX) + 'px'; };
        const end = () => {
          document.removeEventListener('pointermove', move);
          remember({ of: head.dataset.of, width: head.offsetWidth });
        };
        document.addEventListener('pointermove', move);
        document.addEventListener('pointerup', end, { once: true });
      });
      head.append(grip);
    });
  }
  let held = null;
  document.addEventListener('dragstart', (event) => {
    held = event.target.closest && event.target.closest('[data-sortable] li');
    if (held) held.classList.add('is-held');
  });
  document.addEventListener('dragover', (event) => {
    const over = held && event.target.closest && event.target.closest('[data-sortable] li');
    if (!over || over === held || over === over.parentNode.firstElementChild) return;
    event.preventDefault();
    const after = event.clientY > over.getBoundingClientRect().top + over.offsetHeight / 2;
    over.parentNode.insertBefore(held, after ? over.nextSibling : over);
  });
  document.addEventListener('dragend', () => { if (held) held.classList.remove('is-held'); held = null; });

  /* ---------- 看过的敏感内容，到点遮住 ---------- */
  function hide(root) {
    all('[data-hide-after]', root).forEach((node) => {
      const at = Number(node.dataset.hideAfter) * 1000;
      setTimeout(() => { node.textContent = '已遮住，再看请刷新这一页'; }, at);
    });
  }

  /* 手机上页签比屏幕宽：正在看的那一个滚到眼前 */
  function tabs() {
    const nav = $('#list-tabs');
    const here = nav && $('[aria-current]', nav);
    if (here) nav.scrollLeft += here.getBoundingClientRect().left - nav.getBoundingClientRect().left - 40;
  }

  function wake(root) {
    tabs();
    all('[data-sortable] li', root).forEach((item, n) => { item.draggable = n > 0; });
    grips();
    told();
    hide(root);
  }
  document.body.addEventListener('htmx:load', (event) => wake(event.detail.elt));
  wake(document);
})();
