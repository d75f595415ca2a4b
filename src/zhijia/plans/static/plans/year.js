/* 年度计划：点任务在行内展开，再点收起；目标可以收起。没有脚本时，任务名是普通链接，目标全部展开。 */
(function () {
  'use strict';
  const memory = 'zj:folded:' + location.pathname + location.search.replace(/[?&](task|state|owner)=[^&]*/g, '');
  const goals = () => Array.from(document.querySelectorAll('[data-goal]'));

  function fold(button, folded) {
    button.setAttribute('aria-expanded', String(!folded));
    document.querySelectorAll('[data-in="' + button.dataset.goal + '"]').forEach((row) => {
      const opener = document.querySelector('[data-open="' + row.id + '"]');
      row.hidden = folded || (!!opener && opener.getAttribute('aria-expanded') !== 'true');
    });
  }

  function keep() {
    const folded = goals().filter((b) => b.getAttribute('aria-expanded') === 'false').map((b) => b.dataset.goal);
    try { sessionStorage.setItem(memory, folded.join(' ')); } catch (e) { /* 记不住就不记 */ }
    const all = document.querySelector('[data-fold] span');
    if (all) all.textContent = folded.length && folded.length === goals().length ? '全部展开' : '全部收起';
  }

  function wake() {
    let folded = [];
    try { folded = (sessionStorage.getItem(memory) || '').split(' '); } catch (e) { /* 同上 */ }
    goals().forEach((button) => { if (folded.includes(button.dataset.goal)) fold(button, true); });
    keep();
  }

  function shut(opener, panel) {
    panel.hidden = true;
    panel.textContent = '';
    opener.setAttribute('aria-expanded', 'false');
    opener.closest('.row').classList.remove('is-open');
  }

  document.addEventListener('click', (event) => {
    const goal = event.target.closest('[data-goal]');
    if (goal) { fold(goal, goal.getAttribute('aria-expanded') === 'true'); keep(); return; }
    if (event.target.closest('[data-fold]')) {
      const open = goals().some((button) => button.getAttribute('aria-expanded') === 'true');
      goals().forEach((button) => fold(button, open));
      keep();
      return;
    }
    const leave = event.target.closest('.slot [data-shut]');
    if (leave) { event.preventDefault(); leave.closest('.slot').textContent = ''; return; }
    const opener = event.target.closest('[data-open]');
    if (!opener || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const panel = document.getElementById(opener.dataset.open);
    if (opener.getAttribute('aria-expanded') === 'true') { shut(opener, panel); return; }
    document.querySelectorAll('[data-open][aria-expanded=true]').forEach((other) => shut(other, document.getElementById(other.dataset.open)));
    opener.setAttribute('aria-expanded', 'true');
    opener.closest('.row').classList.add('is-open');
    panel.hidden = false;
    history.replaceState(null, '', opener.href.split('#')[0]);
    window.htmx.trigger(opener, 'open-task');
  });
  document.body.addEventListener('htmx:afterSettle', (event) => { if (event.target.id === 'year') wake(); });
  wake();
})();
