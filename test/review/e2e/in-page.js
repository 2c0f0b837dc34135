/** What runs inside the browser: plain JavaScript, because only there is a document. */

/** Pixels by which the page is wider than the screen, and cells that hide a part of their text. */
exports.overflow = () => ({
  wide: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
  hidden: [...document.querySelectorAll('td,th,p,h1,h2,h3')]
    .filter((cell) => cell.clientWidth > 0 && cell.scrollWidth > cell.clientWidth + 1)
    .map((cell) => cell.textContent),
});

exports.links = () => {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const targets = [...document.querySelectorAll('a')].map((link) => link.getAttribute('href'));
  return {
    links: targets.length,
    broken: targets.filter((target) => !ids.includes(target.slice(1))),
    twice: ids.filter((id, i) => ids.indexOf(id) !== i),
  };
};

/** Texts whose colour is too near to what is behind them. */
exports.paleTexts = (least) => {
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const linear = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    const colour = channels(getComputedStyle(element).backgroundColor);
    return colour[3] === 0 ? behind(element.parentElement) : colour;
  };
  const isText = (node) => node.nodeType === 3 && node.textContent.trim() !== '';
  const texts = [...document.querySelectorAll('body *')].filter(
    (element) =>
      [...element.childNodes].some(isText) && !['SCRIPT', 'STYLE', 'TITLE'].includes(element.tagName.toUpperCase()),
  );
  return texts.flatMap((element) => {
    const style = getComputedStyle(element);
    const front = luminance(channels(element instanceof SVGElement ? style.fill : style.color));
    const back = luminance(behind(element));
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    return ratio < least ? [`${ratio.toFixed(1)} ${element.textContent.slice(0, 40)}`] : [];
  });
};

/** What the text stands on. */
exports.paper = () => getComputedStyle(document.body).backgroundColor;

exports.visibleRows = () => document.querySelectorAll('tbody tr:not([hidden])').length;

exports.emptySearch = () => {
  const box = document.getElementById('q');
  box.value = '';
  box.dispatchEvent(new Event('input'));
};

exports.searchSays = () => document.getElementById('n').textContent;

/** What a person without mouse or screen misses. */
exports.missing = () => ({
  label: document.querySelector('label[for=q]') === null,
  captions: [...document.querySelectorAll('table')].filter((table) => !table.caption || !table.tHead).length,
  language: document.documentElement.lang === '',
  drawing: document.querySelector('svg[role=img][aria-label]') === null,
});

/** Parts that make no sense on paper and are shown all the same. */
exports.controls = () =>
  [...document.querySelectorAll('.search,nav')].filter((element) => getComputedStyle(element).display !== 'none')
    .length;
