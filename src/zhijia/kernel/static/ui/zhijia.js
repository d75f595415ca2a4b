/* 职家页面脚本：没有它，列表、详情、表单、翻页照样能用。只用 Chrome 86 认识的写法，不用框架。
   属性约定见 kernel/ui/README.md：data-draft data-no-draft data-dialog data-close data-back data-files … */
(function () {
  'use strict';
  const $ = (selector, root) => (root || document).querySelector(selector);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const drafts = window.zjDrafts;
  const MAX_MB = 20;
  const TOAST_MS = 10000;
  const SILENCE_MS = 30000;

  /* ---------- 一句话：撤销提示、断网提示 ---------- */
  function make(tag, css, text) {
    const node = document.createElement(tag);
    if (css) node.className = css;
    if (text) node.textContent = text;
    return node;
  }

  function fade(toast) {
    let timer;
    const start = () => { timer = setTimeout(() => toast.remove(), TOAST_MS); };
    const stop = () => clearTimeout(timer);
    toast.addEventListener('mouseenter', stop);
    toast.addEventListener('focusin', stop);
    toast.addEventListener('mouseleave', start);
    toast.addEventListener('focusout', start);
    start();
  }

  function say(said) {
    const toast = make('div', 'zj-toast' + (said.bad ? ' bad' : ''));
    toast.append(make('span', '', said.sentence));
    if (said.undo) {
      const form = make('form');
      form.method = 'post';
      form.action = said.undo;
      const hidden = { csrfmiddlewaretoken: csrf(), key: fresh(), version: said.version };
      Object.entries(hidden).forEach(([name, value]) => {
        const input = make('input');
        Object.assign(input, { type: 'hidden', name: name, value: value === undefined ? '' : value });
        form.append(input);
      });
      form.append(make('button', '', '撤销'));
      toast.append(form);
    }
    if (said.saved) drafts.forget(said.saved);
    const place = $('#zj-toasts') || document.body;
    place.append(toast);
    fade(toast);
  }

  const csrf = () => JSON.parse(document.body.getAttribute('hx-headers') || '{}')['X-CSRFToken'] || '';
  // 局域网的 http 页面没有 crypto.randomUUID
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => (b + 256).toString(16).slice(1)).join('');

  /* 页面上方的一行话，带一个按钮；同时只有一行 */
  function line(text, label, act) {
    all('.zj-line.is-fixed').forEach((old) => old.remove());
    const node = make('div', 'zj-line is-fixed');
    node.setAttribute('role', 'alert');
    node.append(make('span', '', text));
    [[label, act], ['知道了', null]].forEach(([word, run]) => {
      if (!word) return;
      const button = make('button', '', word);
      button.type = 'button';
      button.addEventListener('click', () => { node.remove(); if (run) run(); });
      node.append(button);
    });
    ($('dialog[open]') || document.body).append(node); // 开着的弹层盖住下面的一切
  }

  /* 带请求号的表再交一次，只办一件；没有请求号的，不许这样说 */
  const CUT = '网络断了，还不知道办成没有。您填的还在，';
  const cutOff = (form) => CUT + (form.elements && form.elements.key ? '再试一次不会重复。' : '可以再试一次。');

  /* ---------- 提交：防重复、断网、文件过大 ---------- */
  const waiting = new WeakMap();

  function busy(form, button) {
    form.dataset.busy = '1';
    if (!button) return;
    const label = button.innerHTML;
    const word = button.dataset.busy || (form.method === 'get' ? '' : '正在保存…');
    button.classList.add('is-busy');
    button.disabled = true;
    const timer = setTimeout(() => { if (word) button.textContent = word; }, 300);
    waiting.set(form, () => {
      clearTimeout(timer);
      button.disabled = false;
      button.classList.remove('is-busy');
      button.innerHTML = label;
    });
  }

  function free(form) {
    delete form.dataset.busy;
    const undo = waiting.get(form);
    waiting.delete(form);
    if (undo) undo();
  }

  // 演示装在本机时没有网也能用，浏览器却会说自己离线
  const local = /^(localhost|127\.|\[::1\])/.test(location.hostname);

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.busy) return event.preventDefault();
    const big = $('[data-too-big]', form);
    if (big) { event.preventDefault(); big.focus(); return; }
    drafts.sent(form);
    if (event.defaultPrevented) return; // htmx 自己送
    const button = event.submitter;
    if (!navigator.onLine && !local) {
      event.preventDefault();
      line('网络断了，还没有存。您填的内容已留在这台电脑上。', '再试一次', () => form.requestSubmit(button || undefined));
      return;
    }
    if (form.method === 'post' && !form.hasAttribute('data-download')) {
      event.preventDefault();
      return send(form, button);
    }
    // 推后一步，按钮自己的名和值才送得出去
    setTimeout(() => busy(form, button), 0);
    setTimeout(() => {
      if (!form.dataset.busy) return;
      free(form);
      if (!form.hasAttribute('data-download')) line('还没有回音，可能网络慢。您填的内容还在，可以再试一次。');
    }, form.hasAttribute('data-download') ? 3000 : SILENCE_MS);
  });

  /* 不经 htmx 的表也由脚本送：断了线，这一页和填的字都还在。要转去哪页，服务器写在回音里（kernel/ui/whole.py） */
  function send(form, button) {
    const body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    const to = (button && button.getAttribute('formaction')) || form.getAttribute('action') || location.href;
    const again = () => form.requestSubmit(button || undefined);
    const silence = setTimeout(() => { free(form); line('等了 30 秒还没有回音。您填的还在。', '再试一次', again); }, SILENCE_MS);
    busy(form, button);
    fetch(to, { method: 'POST', body: body, headers: { 'Zhijia-Form': '1' } })
      .then((answer) => answer.text().then((text) => {
        const onward = answer.headers.get('Zhijia-Onward');
        if (!text || !(onward || /<\/html>\s*$/.test(text))) throw new TypeError('half an answer');
        return onward ? () => go(new URL(onward, location.href)) : () => show(text, answer.url);
      }))
      .then((leave) => leave(), () => { free(form); line(cutOff(form), '再试一次', again); })
      .finally(() => clearTimeout(silence));
  }

  function go(to) {
    if (!to.hash || to.pathname + to.search !== location.pathname + location.search) return location.assign(to);
    history.replaceState(null, '', to); // 只差井号的地址，浏览器不会重新取
    location.reload();
  }

  function show(text, address) {
    history.replaceState(null, '', address);
    document.open();
    document.write(text);
    document.close();
  }

  window.addEventListener('pageshow', () => all('form[data-busy]').forEach(free));

  document.addEventListener('change', (event) => {
    const input = event.target;
    if (input.type !== 'file' || input.dataset.files === undefined) return;
    let list = input.dataset.files ? $(input.dataset.files) : input.parentNode.parentNode.querySelector('.zj-files');
    if (!list) {
      list = make('ul', 'zj-files');
      list.setAttribute('aria-live', 'polite');
      input.parentNode.after(list);
    }
    const limit = Number(input.dataset.maxMb || MAX_MB);
    list.textContent = '';
    input.removeAttribute('data-too-big');
    Array.from(input.files).forEach((file) => {
      const mb = file.size / 1048576;
      const size = mb >= 1 ? mb.toFixed(1) + ' MB' : Math.max(1, Math.round(file.size / 1024)) + ' KB';
      const bad = mb > limit;
      list.append(make('li', bad ? 'bad' : '', file.name + '，' + size + (bad ? '。超过 ' + limit + ' MB，压缩后再选。' : '')));
      if (bad) input.dataset.tooBig = '1';
    });
  });

  /* ---------- 弹层与下拉 ---------- */
  document.addEventListener('click', (event) => {
    const target = event.target;
    const opener = target.closest('[data-dialog]');
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.addEventListener('close', () => opener.focus(), { once: true });
        dialog.showModal();
      }
    }
    if (target.closest('[data-close]') || target.matches('dialog.zj-dlg')) target.closest('dialog').close();
    all('details.zj-menu[open]').forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
    const back = target.closest('[data-back]');
    if (back && history.length > 1) { event.preventDefault(); history.back(); }
    if (target.closest('[data-print]')) window.print();
    const large = target.closest('[data-large]');
    if (large) {
      const on = document.documentElement.classList.toggle('zj-large');
      document.cookie = 'zj_large=' + (on ? 1 : 0) + '; path=/; max-age=31536000; samesite=lax';
      all('[data-large]').forEach((button) => {
        button.setAttribute('aria-pressed', String(on));
        button.lastChild.textContent = on ? '换回标准字号' : '换成大字版';
      });
    }
  });

  /* ---------- 键盘：打中文时不触发单键 ---------- */
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const target = event.target;
    if (event.key === 'Escape') {
      const menu = $('details.zj-menu[open]');
      if (menu) { menu.open = false; $('summary', menu).focus(); }
      return;
    }
    if (event.key === 'Enter' && event.ctrlKey && target.form) {
      const button = $('.btn-primary:not([type=button])', target.form) || $('button:not([type=button])', target.form);
      event.preventDefault();
      if (!target.form.dataset.busy) target.form.requestSubmit(button || undefined);
      return;
    }
    const writing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    if (writing || event.ctrlKey || event.altKey || event.metaKey || $('dialog[open]')) return;
    const entry = $('[data-key="' + event.key.toLowerCase().replace(/["\\]/g, '') + '"]');
    if (!entry) return;
    event.preventDefault();
    if (entry.tagName === 'INPUT') entry.focus(); else entry.click();
  });

  /* ---------- htmx：失败保留原内容 ---------- */
  const on = (name, run) => document.body.addEventListener(name, run);
  const again = (event) => () => {
    const elt = event.detail.elt;
    const how = (event.detail.requestConfig || {}).triggeringEvent;
    const button = how && how.submitter;
    if (button && document.contains(button)) button.click(); // 按钮自己的名和值也要再送一次
    else if (elt.tagName === 'FORM') elt.requestSubmit();
    else window.htmx.trigger(elt, how ? how.type : 'click');
  };
  // 送没送到、办没办成，这边都不知道
  function cut(event) {
    const reads = event.detail.requestConfig.verb === 'get';
    line(reads ? '网络断了，没有取到。' : cutOff(event.detail.elt), '再试一次', again(event));
  }
  on('htmx:beforeRequest', (event) => {
    const form = event.detail.elt;
    const how = event.detail.requestConfig.triggeringEvent;
    if (form.tagName !== 'FORM' || !how || how.type !== 'submit') return;
    drafts.sent(form); // 事件传到 document 之前就送出了，所以在这里记
    busy(form, how.submitter);
  });
  on('htmx:afterRequest', (event) => { if (event.detail.elt.dataset.busy) free(event.detail.elt); });
  on('htmx:sendError', cut);
  on('htmx:beforeOnLoad', (event) => {
    // 回音断在半路，浏览器会当成一张空白的好消息；真的回音从来不空（kernel/ui/whole.py）
    if (event.detail.xhr.status >= 400 || event.detail.xhr.responseText) return;
    event.preventDefault();
    cut(event);
  });
  on('htmx:timeout', (event) => line('等了 30 秒还没有回音。您填的还在。', '再试一次', again(event)));
  on('htmx:responseError', (event) => {
    const xhr = event.detail.xhr;
    const reload = () => location.reload();
    if (/zj:say/.test(xhr.getResponseHeader('HX-Trigger') || '')) return;
    if (xhr.status === 401) line('登录已过期。您填的还在，重新登录后接着办。', '重新登录', reload);
    else if (xhr.status === 403) line('您这个身份办不了，或者这一页放得太久了。', '刷新这一页', reload);
    else if (xhr.status === 404) line('这一条已经找不到了，可能刚被撤销或作废。', '刷新这一页', reload);
    else if (xhr.status >= 500) line(`系统出错了，不是您操作的问题。您填的还在。报修号 ${xhr.getResponseHeader('X-Repair-Number') || ''}`, '再试一次', again(event));
    else line('这一步没有办成，什么都没有改动。', '刷新这一页', reload);
  });
  on('htmx:beforeSwap', (event) => {
    // 登录过期时会收到登录页；不能把它塞进页面中间
    if (!/class="zj-plain"/.test(event.detail.xhr.responseText)) return;
    event.detail.shouldSwap = false;
    if (event.detail.xhr.status < 400) location.reload();
    else line('这一步没有办成，什么都没有改动。', '刷新这一页', () => location.reload());
  });
  on('zj:say', (event) => say(event.detail));
  on('htmx:load', (event) => wake(event.detail.elt));

  /* ---------- 开始 ---------- */
  function wake(root) {
    drafts.restoreIn(root);
    const focus = $('[data-focus]', root);
    if (focus) focus.focus();
  }
  all('[data-saved]').forEach((toast) => drafts.forget(toast.dataset.saved));
  wake(document);
  const region = $('#zj-toasts');
  if (region) {
    // 读屏软件只念后来放进去的话
    const toasts = Array.from(region.children);
    region.textContent = '';
    setTimeout(() => { region.append(...toasts); toasts.forEach(fade); }, 100);
  }
})();
