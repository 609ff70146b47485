// The service worker. Before this text, the build writes EDITION, a short name for what the site holds, and FILES,
// the sha256 of each file by its path. It does two things:
//   - it keeps the site, so that it opens without a network after one visit. An edition is kept whole or not at all:
//     each file must be the one that FILES names, and a newer edition takes over only once all of it is here and
//     no page shows the older one, or its reader asks for it.
//   - it hands what Python asks of the drive to the page that has it, as JupyterLite's own worker does.
// It never holds up its first installing: until it is in charge, Python finds no drive.
const KEPT = "course-" + EDITION;
const drive = new BroadcastChannel("/sw-api.v1");
let filling = null;

async function fill() {
  const cache = await caches.open(KEPT);
  const have = new Set((await cache.keys()).map((request) => request.url));
  for (const [path, sha256] of Object.entries(FILES)) {
    const url = new URL(path, registration.scope).href;
    if (have.has(url)) continue;
    const answer = await fetch(url, { cache: "no-cache" });
    const bytes = await answer.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!answer.ok || found !== sha256) throw new Error(`${path} is of another edition`);
    const type = answer.headers.get("Content-Type") ?? "application/octet-stream";
    await cache.put(url, new Response(bytes, { headers: { "Content-Type": type } }));
  }
}

addEventListener("install", (event) => {
  if (registration.active) event.waitUntil(fill());
  else skipWaiting();
});

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys().catch(() => [])) if (name.startsWith("course-") && name !== KEPT) await caches.delete(name).catch(() => {});
  await clients.claim();
})()));

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
  if (event.data !== "keep") return;
  filling ??= fill();
  // No room or no network: it goes on at the next visit.
  event.waitUntil(filling.then(() => event.source?.postMessage("whole"), () => { filling = null; }));
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname.endsWith("/api/service-worker-heartbeat")) event.respondWith(new Response("ok"));
  else if (url.pathname.includes("/api/drive") || url.pathname.includes("/api/stdin/")) event.respondWith(ask(event.request, url));
  else if (event.request.method === "GET") event.respondWith(find(event.request, url));
});

async function find(request, url) {
  const page = url.pathname.endsWith("/") ? "index.html" : "";
  const kept = await caches.match(url.origin + url.pathname + page, { cacheName: KEPT }).catch(() => {});
  return kept ?? fetch(request);
}

async function ask(request, url) {
  const asked = await request.json();
  asked.requestId ??= crypto.randomUUID();
  asked.pathname = url.pathname;
  const answered = new Promise((resolve) => {
    const hear = ({ data }) => {
      if (data.browsingContextId !== asked.browsingContextId || data.requestId !== asked.requestId) return;
      drive.removeEventListener("message", hear);
      resolve(new Response(JSON.stringify(data.response)));
    };
    drive.addEventListener("message", hear);
  });
  drive.postMessage(asked);
  return answered;
}
