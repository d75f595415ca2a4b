/* 表单草稿：没存完的字留在这台电脑上，存成了才忘。
   <form data-draft="trace-new">：换页、断网、登录过期、按错返回，再打开同一张表都能找回。
   按登录人分开存；密码、文件、隐藏格和 data-no-draft 里的格子不存；七天后作废。
   忘掉的唯一时机：服务器说“存好了”（kernel.ui.toast.say 带回这张表的请求号），或者人按“不要了”。 */
(function () {
  'use strict';
  const KEPT = 7 * 24 * 3600 * 1000;
  const $ = (selector, root) => root.querySelector(selector);

  const who = document.body.dataset.who || '';
  const place = (form) => 'zj:draft:' + who + ':' + form.dataset.draft;
  const skipped = new Set(['file', 'password', 'hidden', 'submit', 'button', 'reset', 'image']);
  const begun = new WeakMap();

  const kept = (input) => input.name && !skipped.has(input.type) && !input.closest('[data-no-draft]');
  const value = (form, name) => (form.elements[name] ? form.elements[name].value : '');

  function picture(form) {
    const values = {};
    Array.from(form.elements).filter(kept).forEach((input) => {
      const list = values[input.name] = values[input.name] || [];
      if (input.type === 'checkbox' || input.type === 'radio') { if (input.checked) list.push(input.value); }
      else if (input.multiple && input.options) list.push(...Array.from(input.selectedOptions, (o) => o.value));
      else list.push(input.value);
    });
    return values;
  }

  function fill(form, values) {
    const left = JSON.parse(JSON.stringify(values));
    Array.from(form.elements).filter((input) => kept(input) && left[input.name]).forEach((input) => {
      const list = left[input.name];
      if (input.type === 'checkbox' || input.type === 'radio') input.checked = list.includes(input.value);
      else if (input.multiple && input.options) Array.from(input.options).forEach((o) => { o.selected = list.includes(o.value); });
      else if (list.length) input.value = list.shift();
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }

  function read(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch (e) { return null; }
  }

  function keep(form, sent) {
    const values = picture(form);
    if (!sent && JSON.stringify(values) === begun.get(form)) return localStorage.removeItem(place(form));
    const draft = { at: Date.now(), key: value(form, 'key'), version: value(form, 'version'), sent: sent, values: values };
    try { localStorage.setItem(place(form), JSON.stringify(draft)); } catch (e) { return; } // 存不下就不存，不打断人
    const told = $('[data-draft-told]', form);
    if (told) told.textContent = clock(draft.at) + ' 已存草稿';
  }

  function forget(key) {
    Object.keys(localStorage).filter((name) => name.startsWith('zj:draft:')).forEach((name) => {
      const draft = read(name);
      if (!draft || draft.key === key || Date.now() - draft.at > KEPT) localStorage.removeItem(name);
    });
  }

  function clock(at) {
    const d = new Date(at);
    const time = d.getHours() + ':' + String(d.getMinutes()).padStart(2, '0');
    return new Date().toDateString() === d.toDateString() ? time : (d.getMonth() + 1) + '-' + d.getDate() + ' ' + time;
  }

  function restore(form) {
    if (!who || begun.has(form)) return;
    const blank = picture(form);
    begun.set(form, JSON.stringify(blank));
    const draft = read(place(form));
    if (!draft || $('.is-invalid, [data-focus]', form)) return; // 出错退回的表单，服务器给的就是刚填的
    if (JSON.stringify(draft.values) === begun.get(form)) return;
    const own = { key: value(form, 'key'), version: value(form, 'version') };
    fill(form, draft.values);
    // 已经送出过的沿用原请求号，万一那次其实成了，也只办一件；沿用原版本号，别人改过的才比得出来
    if (draft.sent && draft.key && form.elements.key) form.elements.key.value = draft.key;
    if (draft.version && form.elements.version) form.elements.version.value = draft.version;
    const node = document.createElement('div');
    node.className = 'zj-line';
    node.setAttribute('role', 'status');
    const told = document.createElement('span');
    told.textContent = '已找回 ' + clock(draft.at) + ' 没存完的内容';
    const drop = document.createElement('button');
    drop.textContent = '不要了';
    drop.type = 'button';
    drop.addEventListener('click', () => {
      fill(form, blank);
      Object.keys(own).forEach((name) => { if (form.elements[name]) form.elements[name].value = own[name]; });
      localStorage.removeItem(place(form));
      node.remove();
    });
    node.append(told, drop);
    form.prepend(node);
  }

  let typing;
  ['input', 'change'].forEach((kind) => document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draft || !begun.has(form)) return;
    clearTimeout(typing);
    typing = setTimeout(() => keep(form, false), 400);
  }));

  /* 真要送出去了：马上记下，并记住“送过” */
  function sent(form) {
    if (!who || !form.dataset.draft) return;
    clearTimeout(typing);
    keep(form, true);
  }

  function restoreIn(root) {
    if (root.matches && root.matches('form[data-draft]')) restore(root);
    root.querySelectorAll('form[data-draft]').forEach(restore);
  }

  window.zjDrafts = { sent: sent, forget: forget, restoreIn: restoreIn };
})();
