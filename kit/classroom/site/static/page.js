// What every page of the site does: it starts the service worker, asks once that the browser keep what is stored,
// and can bring a student's work back.
import { say } from "./say.js";
import { bringBackFrom, chooseWork, local } from "./work.js";

const WORKER = new URL("service-worker.js?enableCache=false", import.meta.url).href; // as JupyterLite calls it
export const KEEPS_NOTHING = say("This browser keeps nothing here (a private window?): what you write will be lost when it closes.");
const VERSION = "APP_VERSION"; // the build writes JupyterLite's

// Else JupyterLite takes this worker for an older one of its own, and removes it.
export async function startWorker() {
  if (!navigator.serviceWorker) return;
  local.set(WORKER + "-version", VERSION);
  return navigator.serviceWorker.register(WORKER).catch(() => {});
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
  if (local.get("kit-persist")) return;
  local.set("kit-persist", "asked");
  navigator.storage?.persist?.().catch(() => {});
}

// A button says that what it began goes on, and does not begin it again meanwhile.
export async function whileWorking(button, act) {
  const { textContent } = button;
  Object.assign(button, { disabled: true, textContent: say("Working …") });
  try {
    await new Promise((painted) => setTimeout(painted, 50));
    return await act();
  } finally {
    Object.assign(button, { disabled: false, textContent });
  }
}

export function bringBackButton(button, tell) {
  button.onclick = async () => {
    const file = await chooseWork();
    if (file) tell(await whileWorking(button, () => bringBackFrom(file)));
  };
}
