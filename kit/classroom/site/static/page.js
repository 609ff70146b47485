// What every page of the site does: it starts the service worker, asks once that the browser keep what is stored,
// and can bring a student's work back.
import { chooseWork } from "./work.js";

const WORKER = new URL("service-worker.js?enableCache=false", import.meta.url).href; // as JupyterLite calls it
const VERSION = "APP_VERSION"; // the build writes JupyterLite's

// Else JupyterLite takes this worker for an older one of its own, and removes it.
export async function startWorker() {
  if (!navigator.serviceWorker) return;
  localStorage.setItem(WORKER + "-version", VERSION);
  await navigator.serviceWorker.register(WORKER).catch(() => {});
}

// Wait until a service worker answers for this page.
export function inCharge() {
  if (navigator.serviceWorker.controller) return null;
  return new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
}

// Tell that a newer edition is wholly here and waits; `tell` gets what shows it.
export async function takeOver(tell) {
  const registration = await navigator.serviceWorker?.ready;
  if (!registration) return;
  const offer = (worker) => worker && tell(() => {
    navigator.serviceWorker.oncontrollerchange = () => location.reload();
    worker.postMessage("take over");
  });
  offer(registration.waiting);
  registration.onupdatefound = () => {
    const worker = registration.installing;
    worker.onstatechange = () => worker.state === "installed" && registration.active && offer(worker);
  };
}

export function persistOnce() {
  if (localStorage.getItem("kit-persist")) return;
  localStorage.setItem("kit-persist", "asked");
  navigator.storage?.persist?.().catch(() => {});
}

export function bringBackButton(button, tell) {
  button.onclick = async () => {
    const said = await chooseWork();
    if (said) tell(said);
  };
}
