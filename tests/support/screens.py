"""Look at a page of a notebook as a browser shows it."""

import shutil

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# The script gives each block of Arabic that does not read from the right: text, direction and alignment.
WRONG_WAY = r"""() => {
  const count = (text, letters) => (text.match(letters) || []).length;
  const isArabic = text => count(text, /\p{Script=Arabic}/gu) > count(text, /\p{Script=Latin}/gu);
  const blocks = document.querySelectorAll(
    ":is(.jp-RenderedHTMLCommon, .rendered_html) " +
    ":is(p, h1, h2, h3, h4, li, blockquote, table, [dir=rtl] td, [dir=rtl] th)");
  return [...blocks].filter(block => isArabic(block.textContent)).map(block => {
    const style = getComputedStyle(block);
    const right = style.textAlign === "right" || (style.textAlign === "start" && style.direction === "rtl")
      || (block.matches("td, th") && block.style.textAlign); // against a keyword, in a box
    const byItself = style.unicodeBidi === "plaintext" && style.textAlign === "start"
      && /^\P{L}*\p{Script=Arabic}/u.test(block.textContent);
    return byItself || (style.direction === "rtl" && right)
      ? null : [block.tagName, style.direction, style.textAlign, block.textContent.slice(0, 60)];
  }).filter(Boolean);
}"""
