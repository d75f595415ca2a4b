/* 记台账：选了种类就展开要填的数；照片先看后传，一份一份地传；文字先存，照片后到。
   没有它，表单照样能存：照片随表单一起送。 */
(function () {
  'use strict';
  const $ = (selector, root) => (root || document).querySelector(selector);
  const LIMIT = 20 * 1048576;
  let chosen = []; // 选好的文件；表单退回重画时还在这里
  const form = () => $('#record-form');

  function make(tag, css, text) {
    const node = document.createElement(tag);
    if (css) node.className = css;
    if (text) node.textContent = text;
    return node;
  }

  /* ---------- 选照片和文件 ---------- */
  function dress(input) {
    if (input.dataset.dressed) return;
    input.dataset.dressed = '1';
    const row = make('div', 'zj-picks');
    const camera = window.matchMedia('(pointer: coarse)').matches;
    if (camera) row.append(button('camera-plus', '拍照', () => pick(input, true)));
    row.append(button('paperclip', camera ? '选照片或文件' : '选照片和文件', () => pick(input, false)));
    input.parentNode.before(row);
    input.addEventListener('change', () => { if (input.files.length) take(input, Array.from(input.files)); });
    if (chosen.length) { sync(input); draw(input); const again = $('[data-files-again]'); if (again) again.remove(); }
  }

  function button(icon, label, act) {
    const node = make('button', 'btn btn-line');
    node.type = 'button';
    const sprite = ($('use') || { getAttribute: () => '' }).getAttribute('href').split('#')[0];
    node.innerHTML = '<svg class="ti" aria-hidden="true"><use href="' + sprite + '#' + icon + '"/></svg>';
    node.append(label);
    node.addEventListener('click', act);
    return node;
  }

  function pick(input, camera) {
    const picker = make('input');
    picker.type = 'file';
    if (camera) { picker.accept = 'image/*'; picker.setAttribute('capture', 'environment'); } else picker.multiple = true;
    picker.addEventListener('change', () => take(input, Array.from(picker.files)));
    picker.click();
  }

  function take(input, files) {
    const known = new Set(chosen.map((one) => one.file.name + one.file.size + one.file.lastModified));
    files.filter((file) => !known.has(file.name + file.size + file.lastModified))
      .forEach((file) => chosen.push({ file: file, big: file.size > LIMIT, done: false }));
    sync(input);
    draw(input);
    const to = input.form.dataset.filesTo;
    if (to) send(input, to, location.href);
  }

  function sync(input) {
    const carrier = new DataTransfer();
    fit().forEach((one) => carrier.items.add(one.file));
    input.files = carrier.files;
  }

  const fit = () => chosen.filter((one) => !one.big);

  function draw(input) {
    const list = $(input.dataset.picks);
    list.querySelectorAll('[data-pick]').forEach((node) => node.remove());
    chosen.forEach((one, n) => {
      const item = make('li');
      item.dataset.pick = n;
      const box = make('div', 'th' + (one.big || one.why ? ' bad' : ''));
      if (one.big) box.append('超过 20 MB');
      else if (/^image\//.test(one.file.type)) {
        const image = make('img');
        image.alt = '';
        image.src = one.url = one.url || URL.createObjectURL(one.file);
        box.append(image);
      } else box.append((one.file.name.split('.').pop() || '文件').toUpperCase());
      const name = make('div', 'nm');
      name.append(make('span', 'd-block ell', one.file.name));
      if (one.big) name.append(make('span', 'bad-why d-block', '压缩后再选，别的照存'));
      if (!one.done) {
        const drop = make('button', '', '不要了');
        drop.type = 'button';
        drop.setAttribute('aria-label', '不要了：' + one.file.name);
        drop.addEventListener('click', () => { chosen.splice(n, 1); sync(input); draw(input); });
        name.append(drop);
      }
      item.append(box, name);
      const adding = list.querySelector('[data-last]');
      if (adding) adding.before(item); else list.append(item);
      one.box = box;
    });
  }

  /* ---------- 文字先存，照片后到 ---------- */
  document.addEventListener('htmx:configRequest', (event) => {
    if (event.detail.elt !== form() || !fit().length) return;
    event.detail.formData.delete('files');
    event.detail.formData.set('files_follow', String(fit().length));
  });

  document.addEventListener('trace:saved', (event) => {
    const input = $('input[data-picks]', form());
    form().querySelectorAll('.end .btn').forEach((node) => { node.disabled = true; });
    send(input, event.detail.files, event.detail.onward);
  });

  function send(input, to, onward) {
    const left = fit().filter((one) => !one.done);
    const told = $('[data-draft-told]', input.form) || $('[data-files-told]', input.form);
    if (!left.length) { location.assign(onward); return; }
    const all = fit();
    const now = all.indexOf(left[0]);
    if (told) told.textContent = (to === input.form.dataset.filesTo ? '' : '文字已存好，') + '正在传第 ' + (now + 1) + '/' + all.length + ' 份…';
    const one = left[0];
    const bar = make('progress');
    bar.max = 1;
    bar.value = 0;
    one.box.append(bar);
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.set('files', one.file);
    data.set('key', input.form.elements.key.value + '-' + now);
    data.set('csrfmiddlewaretoken', input.form.elements.csrfmiddlewaretoken.value);
    request.open('POST', to);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.onload = () => {
      bar.remove();
      if (request.status !== 200 && request.status !== 422) return failed(input, to, onward);
      one.done = true; // 收不下的，下一页会说明是哪份、为什么
      send(input, to, onward);
    };
    request.onerror = () => { bar.remove(); failed(input, to, onward); };
    request.send(data);
  }

  function failed(input, to, onward) {
    const line = make('div', 'zj-line');
    line.setAttribute('role', 'alert');
    const left = fit().filter((one) => !one.done).length;
    line.append(make('span', '', '文字已经存好。还有 ' + left + ' 份照片或文件没传上，可能网络断了。'));
    const again = make('button', '', '再传一次');
    const skip = make('button', '', '先不传了');
    again.type = skip.type = 'button';
    again.addEventListener('click', () => { line.remove(); send(input, to, onward); });
    skip.addEventListener('click', () => location.assign(onward));
    line.append(again, skip);
    input.form.append(line);
    again.focus();
  }

  /* ---------- 折叠、找单位 ---------- */
  document.addEventListener('toggle', (event) => {
    if (event.target.id === 'record-more') form().elements.more.value = event.target.open ? '1' : '';
  }, true);
  document.addEventListener('htmx:afterSwap', (event) => {
    if (/^record-(numbers|task)$/.test(event.detail.target.id) && $('#record-more')) $('#record-more').open = true;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.dataset && event.target.dataset.noEnter !== undefined) event.preventDefault();
  });

  /* ---------- 找回草稿：选过的种类、任务、单位要请服务器重画 ---------- */
  function redraw() {
    const values = draft();
    const missing = values && Object.keys(values).some((name) => {
      const there = form().elements[name];
      return values[name].length && values[name][0] !== '' && (!there || /^(kind|task|units)$/.test(name));
    });
    if (!missing) return;
    const given = Object.assign({ part: 'all' }, values);
    window.htmx.ajax('POST', form().dataset.part, { source: form(), target: '#record-parts', swap: 'outerHTML', values: given });
    if (['kind', 'task', 'units', 'notes'].some((name) => values[name] && values[name][0])) $('#record-more').open = true;
  }

  function draft() {
    if (!form() || !$('.zj-line', form())) return null;
    const name = 'zj:draft:' + (document.body.dataset.who || '') + ':' + form().dataset.draft;
    try { return JSON.parse(localStorage.getItem(name)).values; } catch (e) { return null; }
  }


  function wake() { document.querySelectorAll('input[data-picks]').forEach(dress); }
  document.addEventListener('htmx:load', wake);
  wake();
  if (form()) redraw();
})();
