// The bar above a notebook: where one's work is kept and how to take it away, what is being waited for, and what
// to do when a cell goes on for ever or Python does not start. Before it, the build writes EDITIONS, the sha256 of
// each notebook of this edition, and NAMES, what each language of the course is called.
import { bringBackButton, inCharge, KEEPS_NOTHING, persistOnce, startWorker, takeOver, whileWorking } from "./page.js";
import { direction, language, say } from "./say.js";
import * as work from "./work.js";

const START_WITHIN = 60, LONG = 20, QUIET = 30, MAKE_WITHIN = 120; // seconds
const params = new URLSearchParams(location.search);
const app = () => window.jupyterapp;
const panel = () => app()?.shell?.currentWidget;
const session = () => panel()?.context?.sessionContext;
const status = () => session()?.session?.kernel?.status;

// Python starts while JupyterLite's own scripts are still being read; JupyterLite then asks for what has been begun.
// Without a service worker in charge it would find no drive, so it waits for that.
let begun = null, asked = !params.get("path")?.endsWith(".ipynb"), starts = 0;
window.kitPython = () => {
  if (starts++) forgive();
  const worker = begun;
  begun = null;
  asked = true;
  return worker;
};
startWorker().then((worker) => {
  if (isSecureContext && !worker) notice(say("This browser, as it is set, does not let Python open or save files here: allow this site to keep data, leave the private window, or use another browser."));
  return worker && inCharge();
}).then(() => {
  if (asked) return;
  begun = new Worker("../python/early.js", { type: "module" });
  begun.onerror = notStarted;
});

// Python's memory is given up where putting it back ends the tab twice. Where this page ends the start, since its
// reader leaves or restarts Python, it has not: this page says so to the next one, which forgives the try.
const LEFT = "kit-left", isStarting = () => !["idle", "busy"].includes(status());
const forgive = () => window.caches?.open("python-" + PYTHON).then((kept) => kept.delete("../python/tries")).catch(() => {});
if (work.local.get(LEFT)) forgive();
work.local.remove(LEFT);
for (const end of ["pagehide", "freeze"]) addEventListener(end, () => isStarting() && work.local.set(LEFT, "yes"));

const place = language === "en" ? "" : language + "/"; // of this edition, in the course's folder
const link = (to, says) => Object.assign(document.createElement("a"), { href: to, textContent: says });
const part = (tag, id, more = {}) => Object.assign(document.createElement(tag), { id: "kit-" + id, ...more });
const bar = Object.assign(document.createElement("header"), { id: "kit-bar", dir: direction, lang: language });
const buttons = part("span", "buttons");
buttons.append(
  part("button", "page", { textContent: say("Save as a web page"), title: say("Save this notebook as one page to print or hand in") }), " ",
  part("button", "zip", { textContent: say("Download all my work"), title: say("All your notebooks and files in one zip") }), " ",
  part("button", "back", { textContent: say("Bring my work back"), title: say("From a my-work.zip that you downloaded") }),
);
bar.append(
  link(`../${place}index.html`, say("All lessons")), part("span", "other"), part("span", "told"),
  part("span", "kept", { textContent: say("Your work is kept in this browser only: download it.") }), buttons, part("p", "notice", { hidden: true }),
);
const loading = document.querySelector(".jupyterlite-loading-indicator-text");
if (loading) Object.assign(loading, { textContent: say("Opening the lesson …"), dir: direction });
document.body.prepend(bar);
const $ = (name) => document.getElementById("kit-" + name);
$("told").setAttribute("role", "status");
const fit = () => {
  document.documentElement.style.setProperty("--kit-bar", bar.offsetHeight + "px");
  app()?.shell?.fit?.();
  window.dispatchEvent(new Event("resize"));
};
new ResizeObserver(fit).observe(bar);

// The same notebook in the course's other languages.
const shown = params.get("path") ?? "", page = shown.slice(place.length);
for (const [code, name] of Object.entries(NAMES)) {
  const there = (code === "en" ? "" : code + "/") + page;
  if (code === language || !(shown in EDITIONS && there in EDITIONS)) continue;
  const other = Object.assign(link(`?path=${there}`, name), { lang: code });
  other.onclick = (event) => { event.preventDefault(); goTo(there); };
  $("other").append(other, " ");
}

// Until a lesson is there, its page can be read, without what its cells gave; not where a student has changed it.
async function preview(file) {
  const [, name] = page.match(/^notebooks\/(\w+)\.ipynb$/) ?? [];
  if (!name || !(shown in EDITIONS) || await file) return;
  const frame = part("iframe", "preview", { src: `../${place}lessons/${name}.html`, title: say("Opening the lesson …"), hidden: true });
  frame.onload = () => {
    // Its links lead out of the frame.
    frame.contentDocument.head.insertAdjacentHTML("beforeend", '<base target="_top"><style>nav, .output { display: none; }</style>');
    frame.hidden = false;
  };
  document.body.append(frame);
  for (let waited = 0; waited < START_WITHIN * 1000 && !panel()?.content?.widgets?.length; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  frame.remove();
}

function tell(text) {
  if ($("told").textContent !== text) $("told").textContent = text;
}

// A sentence that stays, with buttons: {what a button says: what it does}.
function notice(text, buttons = {}) {
  $("notice").replaceChildren(text, ...Object.entries({ ...buttons, [say("Close")]: () => {} }).map(([says, act]) => {
    const button = Object.assign(document.createElement("button"), { textContent: says });
    button.onclick = () => ($("notice").hidden = true, act());
    return button;
  }));
  $("notice").hidden = false;
}

// --- work -----------------------------------------------------------------

$("zip").onclick = () => whileWorking($("zip"), async () => {
  await app()?.commands.execute("docmanager:save-all").catch(() => {});
  await work.downloadWork();
});
bringBackButton($("back"), (said) => notice(said, { [say("Show it")]: () => location.reload() }));

// The page is made by Python from the notebook as it was saved: charts, tables and Arabic as they are on the screen.
$("page").onclick = async () => {
  const path = panel().context.path, kernel = session().session?.kernel;
  if (!kernel) return notice(say("Python has not started yet: wait for it, then try again."));
  await panel().context.save();
  const parts = [];
  const code = `from kit.classroom.site.inside import _show_page as _kit_page; _kit_page(${JSON.stringify(path)}); del _kit_page`;
  const asked = kernel.requestExecute({ code, store_history: false });
  asked.onIOPub = ({ content }) => content.data?.["text/html"] && parts.push(content.data["text/html"]);
  tell(say("Making the page …"));
  await asked.done;
  tell("");
  if (!parts.length) return notice(say("The page could not be made. Save the notebook, restart Python (Kernel, Restart) and try again."));
  work.offer(new Blob(parts, { type: "text/html" }), path.split("/").pop().replace(/\.ipynb$/, ".html"));
};

// A newer edition never replaces what a student has: it is offered.
function compareEditions(path, file) {
  const ours = EDITIONS[path];
  if (!ours) return;
  const known = work.editions.all()[path];
  if (!file || !known) return work.editions.set(path, ours);
  if (known === ours) return;
  notice(say("A newer {name} has come; yours is kept.", { name: path.split("/").pop() }), {
    [say("Get the new one, keep mine beside it")]: async () => {
      await work.moveAway(path, say("mine"));
      work.editions.set(path, ours);
      location.reload();
    },
  });
}

async function goTo(path) {
  await panel()?.context?.save().catch(() => {});
  location.href = new URL(`../notebooks/index.html?path=${path}`, location.href);
}

// A link to another lesson leads there, in this tab: one open lesson holds one Python, and two hold two. JupyterLite
// would open a list of files.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".jp-RenderedMarkdown a[href]");
  const path = link && decodeURIComponent(link.href).match(/\/files\/(.+\.ipynb)$/)?.[1];
  if (!path) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  goTo(path);
}, true);

// --- what is being waited for ----------------------------------------------

const STEPS = { fetching: say("Fetching Python …"), unpacking: say("Unpacking the course …"), starting: say("Starting Python …") };
let step = say("Opening the notebook …"), since = performance.now(), ready = false, busySince = 0, idleSince = 0;
new BroadcastChannel("kit-progress").onmessage = ({ data }) => {
  if (data === "all here") status() && keepSite();
  else if (data === "failed") notStarted();
  else if (data === "no later") notice(say("A part of Python did not come: charts do not work now. Reload this page; if that does not help, use another network."), { [say("Reload")]: () => location.reload() });
  else step = STEPS[data];
};

// The next start of Python takes a quarter of the time if its memory is kept now. That takes as much memory once more,
// so it waits until nothing is asked of this page, and only machines that say they have 4 GB do it: Chromium's say how
// much they have, iPads and Firefox do not. All of it is made of one edition: of the course that this browser keeps.
// A mark stays where the making failed, took too long, or ended the tab: this edition's is then not made again.
let maker = null, made = !window.caches || !(navigator.deviceMemory >= 4), whole = false, late;
navigator.serviceWorker?.addEventListener("message", ({ data }) => { whole ||= data === "whole"; });

function keepPython() {
  if (maker || made || !whole || work.local.get("kit-making") === PYTHON) return;
  work.local.set("kit-making", PYTHON);
  maker = new Worker("../python/maker.js", { type: "module" });
  maker.onmessage = () => { made = true; stopMaking(); };
  maker.onerror = () => stopMaking(true);
  late = setTimeout(maker.onerror, MAKE_WITHIN * 1000);
}

function stopMaking(failed = false) {
  if (!maker) return;
  clearTimeout(late);
  maker.terminate();
  maker = null;
  if (!failed) work.local.remove("kit-making");
}
addEventListener("pagehide", () => stopMaking());

// The site is kept once Python has all it needs: before, both would ask for the same network and processor.
let keeping = null;
function keepSite() {
  const keep = () => navigator.serviceWorker?.controller?.postMessage("keep");
  keep();
  keeping ??= setInterval(keep, 20_000); // a browser may stop a worker that has long been at it
}

// It is said once: after a minute, or at once where a file of Python's does not come or fails.
function notStarted() {
  if (ready || bar.dataset.late) return;
  bar.dataset.late = "yes";
  notice(say("Python could not start. Reload this page; if that does not help, use a newer browser, or another network."), { [say("Reload")]: () => location.reload() });
}

async function restart() {
  await session().restartKernel();
  busySince = 0;
}

// A cell that is run before Python is there waits for the one that is starting: JupyterLite would ask its reader to
// choose a kernel.
function holdCells(context) {
  const { startKernel } = context;
  let started;
  context.startKernel = async () => {
    while (!context.specsManager.specs) await new Promise((resolve) => setTimeout(resolve, 50));
    return started ??= startKernel.call(context).finally(() => delete context.startKernel);
  };
}

setInterval(() => {
  const context = session();
  if (context && !context.isReady && !Object.hasOwn(context, "startKernel")) holdCells(context);
}, 50);

setInterval(() => {
  const now = performance.now(), is = status();
  if (is === "idle" && !ready) {
    ready = true;
    persistOnce();
  }
  if (!ready && is !== "busy") {
    const waited = Math.round((now - since) / 1000);
    tell(waited < START_WITHIN ? say("{step} ({seconds} s)", { step, seconds: waited }) : "");
    if (waited >= START_WITHIN && $("notice").hidden) notStarted();
    return;
  }
  idleSince = is === "idle" ? idleSince || now : 0;
  if (!idleSince) stopMaking();
  if (idleSince && now - idleSince > QUIET * 1000) keepPython();
  busySince = is === "busy" ? busySince || now : 0;
  const busy = busySince ? Math.round((now - busySince) / 1000) : 0;
  if (busy < LONG) {
    tell(busy > 1 ? say("Running …") : "");
    if (bar.dataset.long && !busy) $("notice").hidden = true;
    if (!busy) delete bar.dataset.long;
  } else if (!bar.dataset.long) {
    bar.dataset.long = "yes";
    tell("");
    notice(say("A cell has been running for a while. If it never ends, restart Python; then run the cells again from the top."), { [say("Restart Python")]: restart });
  }
}, 500);

if (!isSecureContext) {
  notice(say("This address begins with http:// and not https://: files cannot be opened or saved by Python here, and nothing works without a network. Ask your teacher for an address with https://."));
}
takeOver((load) => notice(say("A new edition of the course is here."), { [say("Show it now")]: load }));
if (!shown && /\/notebooks\/(index\.html)?$/.test(location.pathname)) location.replace("../index.html");
if (shown) {
  const file = work.saved(shown);
  preview(file.catch(() => {}));
  file.then((found) => {
    compareEditions(shown, found);
    if (!found && !(shown in EDITIONS || shown.endsWith(".md"))) notice(say("There is no {name} here. The link above leads to all lessons.", { name: shown }));
  }, () => Object.assign($("kept"), { textContent: KEEPS_NOTHING, className: "lost" }));
}
