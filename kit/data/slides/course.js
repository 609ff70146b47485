const SCREEN = 720;

/** Shrink what is larger than the screen after all: a wide table, then the whole slide. */
function fit(slide) {
  for (const table of slide.querySelectorAll("table")) {
    const room = table.parentElement.clientWidth;
    if (table.offsetWidth > room) table.style.zoom = room / table.offsetWidth;
  }
  slide.style.zoom = 1;
  const height = slide.scrollHeight;
  if (height > SCREEN) slide.style.zoom = SCREEN / height;
}

Reveal.on("ready", event => fit(event.currentSlide));
Reveal.on("slidechanged", event => fit(event.currentSlide));
Reveal.initialize({
  width: 1280, height: SCREEN, margin: 0, minScale: 0.1, maxScale: 4, center: false,
  hash: true, transition: "none", slideNumber: "c/t", navigationMode: "linear",
});
