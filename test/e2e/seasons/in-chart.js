/** What runs inside the browser: plain JavaScript, because only there is a document. */

/** Everything that makes the drawing readable or not. */
exports.chart = () => {
  const svg = document.querySelector('svg');
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map((element) => ({
    text: element.textContent,
    anchor: element.getAttribute('text-anchor'),
    box: element.getBoundingClientRect(),
    size: parseFloat(getComputedStyle(element).fontSize) * (frame.width / svg.viewBox.baseVal.width),
  }));
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const linear = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const back = luminance(channels(getComputedStyle(svg).backgroundColor));
  const contrast = (element) => {
    const front = luminance(channels(getComputedStyle(element).stroke));
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  };
  return {
    outside: texts
      .filter(({ box }) => box.left < frame.left || box.right > frame.right + 0.5 || box.bottom > frame.bottom)
      .map(({ text }) => text),
    overlapping: texts.flatMap((one, i) =>
      texts.slice(i + 1).flatMap((other) => (meet(one.box, other.box) ? [`${one.text} / ${other.text}`] : [])),
    ),
    legend: texts
      .slice(1)
      .filter(({ anchor }) => anchor === null)
      .map(({ text }) => text),
    values: texts.filter(({ anchor }) => anchor === 'end').length,
    days: texts.filter(({ text }) => /^\d\d-\d\d$/.test(text)).length,
    smallest: Math.min(...texts.map(({ size }) => size)),
    lines: [...svg.querySelectorAll('path.line')].map((element) => ({
      contrast: contrast(element),
      dashes: getComputedStyle(element).strokeDasharray,
    })),
  };
};
