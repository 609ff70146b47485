// The bar above a notebook: where one's work is kept and how to take it away, what is being waited for, and what
// to do when a cell goes on for ever or Python does not start. Before it, the build writes EDITIONS, the sha256 of
// each notebook of this edition.
import { bringBackButton, persistOnce, takeOver } from "./page.js";
import * as work from "./work.js";

const START_WITHIN = 60, LONG = 20; // seconds
const params = new URLSearchParams(location.search);
const app = () => window.jupyterapp;
const panel = () => app()?.shell?.currentWidget;
const session = () => panel()?.context?.sessionContext;
const status = () => session()?.session?.kernel?.status;

const bar = Object.assign(document.createElement("header"), { id: "kit-bar" });
bar.innerHTML = `
  <a href="../index.html">All lessons</a>
  <span id="kit-told" role="status"></span>
  <span id="kit-kept">Your work is kept in this browser only: download it.</span>
  <span id="kit-buttons">
    <button id="kit-page" title="Save this notebook as one page to print or hand in">Save as a web page</button>
    <button id="kit-zip" title="All your notebooks and files in one zip">Download all my work</button>
    <button id="kit-back" title="From a my-work.zip that you downloaded">Bring my work back</button>
  </span>
  <p id="kit-notice" hidden></p>`;
document.body.prepend(bar);
const $ = (name) => document.getElementById("kit-" + name);
const fit = () => {
  document.documentElement.style.setProperty("--kit-bar", bar.offsetHeight + "px");
  app()?.shell?.fit?.();
  window.dispatchEvent(new Event("resize"));
};
new ResizeObserver(fit).observe(bar);

function tell(text) {
  if ($("told").textContent !== text) $("told").textContent = text;
}

// A sentence that stays, with buttons: {what a button says: what it does}.
function notice(text, buttons = {}) {
  $("notice").replaceChildren(text, ...Object.entries({ ...buttons, Close: () => {} }).map(([says, act]) => {
    const button = Object.assign(document.createElement("button"), { textContent: says });
    button.onclick = () => ($("notice").hidden = true, act());
    return button;
  }));
  $("notice").hidden = false;
}

// --- work -----------------------------------------------------------------

$("zip").onclick = async () => {
  await app()?.commands.execute("docmanager:save-all").catch(() => {});
  await work.downloadWork();
};
bringBackButton($("back"), (said) => notice(said, { "Show it": () => location.reload() }));

// The page is made by Python from the notebook as it was saved: charts, tables and Arabic as they are on the screen.
$("page").onclick = async () => {
  const path = panel().context.path, kernel = session().session?.kernel;
  if (!kernel) return notice("Python has not started yet: wait for it, then try again.");
  await panel().context.save();
  const parts = [];
  const code = `from kit.classroom.site.inside import _show_page as _kit_page; _kit_page(${JSON.stringify(path)}); del _kit_page`;
  const asked = kernel.requestExecute({ code, store_history: false });
  asked.onIOPub = ({ content }) => content.data?.["text/html"] && parts.push(content.data["text/html"]);
  tell("Making the page …");
  await asked.done;
  tell("");
  if (!parts.length) return notice("The page could not be made. Save the notebook, restart Python (Kernel, Restart) and try again.");
  work.offer(new Blob(parts, { type: "text/html" }), path.split("/").pop().replace(/\.ipynb$/, ".html"));
};

// A newer edition never replaces what a student has: it is offered.
async function compareEditions(path) {
  const ours = EDITIONS[path], file = await work.saved(path);
  if (!ours) return;
  const known = work.editions.all()[path];
  if (!file || !known) return work.editions.set(path, ours);
  if (known === ours) return;
  notice(`A newer ${path.split("/").pop()} has come; yours is kept.`, {
    "Get the new one, keep mine beside it": async () => {
      await work.moveAway(path, "mine");
      work.editions.set(path, ours);
      location.reload();
    },
  });
}

// A link to another lesson leads there, in this tab: one open lesson holds one Python, and two hold two. JupyterLite
// would open a list of files.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".jp-RenderedMarkdown a[href]");
  const path = link && decodeURIComponent(link.href).match(/\/files\/(.+\.ipynb)$/)?.[1];
  if (!path) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await panel().context.save().catch(() => {});
  location.href = new URL(`../notebooks/index.html?path=${path}`, location.href);
}, true);

// --- what is being waited for ----------------------------------------------

let step = "Opening the notebook …", since = performance.now(), ready = false, busySince = 0;
new BroadcastChannel("kit-progress").onmessage = ({ data }) => { step = data; };

function keep() {
  navigator.serviceWorker?.controller?.postMessage("keep");
}

async function restart() {
  await session().restartKernel();
  busySince = 0;
}

setInterval(() => {
  const now = performance.now(), is = status();
  if (is === "idle" && !ready) {
    ready = true;
    persistOnce();
    keep();
    setInterval(keep, 20_000); // a browser may stop a worker that has long been at it
  }
  if (!ready && is !== "busy") {
    const waited = Math.round((now - since) / 1000);
    tell(waited < START_WITHIN ? `${step} (${waited} s)` : "");
    if (waited >= START_WITHIN && $("notice").hidden && !bar.dataset.late) {
      bar.dataset.late = "yes";
      notice("Python has not started after a minute. Reload this page; if that does not help, use a newer browser, or another network.", { Reload: () => location.reload() });
    }
    return;
  }
  busySince = is === "busy" ? busySince || now : 0;
  const busy = busySince ? Math.round((now - busySince) / 1000) : 0;
  if (busy < LONG) {
    tell(busy > 1 ? "Running …" : "");
    if (bar.dataset.long && !busy) $("notice").hidden = true;
    if (!busy) delete bar.dataset.long;
  } else if (!bar.dataset.long) {
    bar.dataset.long = "yes";
    tell("");
    notice("A cell has been running for a while. If it never ends, restart Python; then run the cells again from the top.", { "Restart Python": restart });
  }
}, 500);

if (!isSecureContext) {
  notice("This address begins with http:// and not https://: files cannot be opened or saved by Python here, and nothing works without a network. Ask your teacher for an address with https://.");
}
takeOver((load) => notice("A new edition of the course is here.", { "Show it now": load }));
if (params.get("path")) compareEditions(params.get("path"));
