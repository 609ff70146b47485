// What a student has written: where the browser keeps it, all of it as a zip, and back from one.
// JupyterLite keeps a file that was saved in a database of the browser, under its path; the others it takes from `files/`.
import { languages, say } from "./say.js";

const STORE = "Arabic text kit"; // the build's NAME
const EDITIONS = "kit-editions"; // of the files that were opened: path: sha256
const LIST = ".editions.json"; // their name in a zip

// The course's own folders: English lies outside, each other language in a folder of its own.
const OTHERS = languages.filter((name) => name !== "en").join("|");
const OURS = new RegExp(`^((${OTHERS})(/notebooks|/exercises)?|notebooks|exercises)$`);
const PACKED = "my-work"; // what the zip is called

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode) {
  let database = await done(indexedDB.open(STORE));
  if (!database.objectStoreNames.contains("files")) {
    const version = database.version + 1;
    database.close();
    const opening = indexedDB.open(STORE, version);
    opening.onupgradeneeded = () => opening.result.createObjectStore("files");
    database = await done(opening);
  }
  const files = database.transaction("files", mode).objectStore("files");
  files.transaction.oncomplete = () => database.close();
  return files;
}

export async function saved(path) {
  return done((await store("readonly")).get(path));
}

export async function savedFiles() {
  return (await done((await store("readonly")).getAll())).filter((file) => file.type !== "directory" && file.content != null);
}

// Write a file and the folders around it. Return what files are now called whose names these folders have.
export async function put(file) {
  const moved = [], folders = file.path.split("/").slice(0, -1).map((_, last, parts) => parts.slice(0, last + 1).join("/"));
  // JupyterLite shows no file of a folder that it does not know; those of the course it knows.
  for (const path of folders.filter((folder) => !OURS.test(folder))) {
    const mine = await saved(path);
    if (mine?.type === "directory") continue;
    if (mine) moved.push(await moveAway(path, say("as it was here")));
    await write({ ...file, path, name: path.split("/").pop(), type: "directory", format: "json", mimetype: "", size: 0, content: null });
  }
  await write(file);
  return moved;
}

async function write(file) {
  const kept = await store("readwrite");
  kept.put(file, file.path);
  return new Promise((resolve, reject) => {
    kept.transaction.addEventListener("complete", resolve);
    kept.transaction.onerror = () => reject(kept.transaction.error);
  });
}

// A name such as "100%.txt" would stop JupyterLite at its list of files, and Python would see an empty folder.
const decode = globalThis.decodeURIComponent;
globalThis.decodeURIComponent = (text) => { try { return decode(text); } catch { return text; } };

// A value in the browser's small store, or null where the browser forbids even to look there.
export const local = {
  get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* Then it is not remembered. */ } },
  remove: (name) => { try { localStorage.removeItem(name); } catch { /* Nor is it there. */ } },
};

// A path beside this one that no file has.
async function beside(path, how) {
  const [, name, ending] = path.match(/^(.*?[^/])(\.[^/.]*)?$/);
  let to = `${name} (${how})${ending ?? ""}`;
  for (let number = 2; await saved(to); number++) to = `${name} (${how} ${number})${ending ?? ""}`;
  return to;
}

// Give a saved file another path, so that the course's own is seen again under the old one.
export async function moveAway(path, how) {
  const file = await saved(path), to = await beside(path, how);
  await put({ ...file, path: to, name: to.split("/").pop() });
  await done((await store("readwrite")).delete(path));
  return to;
}

export const editions = {
  // What is no list, however it came there, is as none.
  all: () => { try { return JSON.parse(local.get(EDITIONS)) ?? {}; } catch { return {}; } },
  set: (path, edition) => local.set(EDITIONS, JSON.stringify({ ...editions.all(), [path]: edition })),
};

function bytesOf(file) {
  if (file.format === "base64") return Uint8Array.from(atob(file.content), (letter) => letter.charCodeAt(0));
  const text = typeof file.content === "string" ? file.content : JSON.stringify(file.content, null, 1) + "\n";
  return new TextEncoder().encode(text);
}

function fileOf(path, bytes) {
  const now = new Date().toISOString();
  const notebook = path.endsWith(".ipynb");
  const file = { path, name: path.split("/").pop(), created: now, last_modified: now, writable: true, size: bytes.length };
  if (notebook || path.endsWith(".json")) {
    try {
      const content = JSON.parse(new TextDecoder().decode(bytes));
      return { ...file, type: notebook ? "notebook" : "file", format: "json", mimetype: "application/json", content };
    } catch { /* It is kept as it is. */ }
  }
  try {
    const content = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { ...file, type: "file", format: "text", mimetype: "text/plain", content };
  } catch {
    let letters = "";
    for (let at = 0; at < bytes.length; at += 0x8000) letters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    const content = btoa(letters);
    return { ...file, type: "file", format: "base64", mimetype: "application/octet-stream", content };
  }
}

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

function crc32(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}

// The zip of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT: each file after a head, then all heads again.
export async function zipOfWork() {
  const files = (await savedFiles()).map((file) => [file.path, bytesOf(file)]);
  files.push([LIST, new TextEncoder().encode(JSON.stringify(editions.all()))]);
  const parts = [], heads = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path), packed = await through(bytes, new CompressionStream("deflate-raw"));
    const head = new DataView(new ArrayBuffer(26));
    // version, flag "names are UTF-8", deflated, time, date (1980-01-01), sum, sizes, length of the name, no more
    [[20, 2], [0x800, 2], [8, 2], [0, 2], [33, 2], [crc32(bytes), 4], [packed.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]]
      .reduce((place, [value, size]) => (size === 2 ? head.setUint16(place, value, true) : head.setUint32(place, value, true), place + size), 0);
    parts.push(Uint8Array.of(80, 75, 3, 4), head, name, packed);
    const more = new DataView(new ArrayBuffer(14));
    more.setUint32(10, at, true);
    heads.push(Uint8Array.of(80, 75, 1, 2, 20, 0), head, more, name);
    at += 30 + name.length + packed.length;
  }
  const size = heads.reduce((sum, part) => sum + part.byteLength, 0), end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return new Blob([...parts, ...heads, end], { type: "application/zip" });
}

export async function unzip(bytes) {
  const view = new DataView(bytes.buffer), found = [];
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Error(say("this is not a zip"));
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left; left--) {
    const method = view.getUint16(at + 10, true), size = view.getUint32(at + 20, true), from = view.getUint32(at + 42, true);
    const length = view.getUint16(at + 28, true);
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)).replace(/\\/g, "/").replace(/^(\w:)?\/+/, "");
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const begin = from + 30 + view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
    const packed = bytes.subarray(begin, begin + size);
    if (path.endsWith("/") || !isWork(path)) continue;
    const content = method ? await through(packed, new DecompressionStream("deflate-raw")).catch(() => null) : packed;
    if (!content) throw new Error(say("this zip is damaged"));
    found.push([path, content]);
  }
  return unwrapped(found);
}

// What programs that pack add is no work: hidden files, but for our list, and __MACOSX.
function isWork(path) {
  const folders = path.split("/"), name = folders.pop();
  return (name === LIST || !name.startsWith(".")) && !folders.some((folder) => folder.startsWith(".") || folder === "__MACOSX");
}

// A zip that was unpacked and packed again, as Safari's users do, often has one folder around everything: not one of
// the course's, and it holds our list or such a folder, or is called as our zip is.
function unwrapped(found) {
  const [top] = found[0]?.[0].split("/") ?? [];
  const around = top + "/", inside = found.map(([path, content]) => [path.slice(around.length), content]);
  if (!found.length || OURS.test(top) || languages.includes(top) || !found.every(([path]) => path.startsWith(around))) return found;
  const holdsOurs = inside.some(([path]) => path === LIST || OURS.test(path.split("/").slice(0, -1).join("/")));
  return holdsOurs || top.startsWith(PACKED) ? unwrapped(inside) : found;
}

// Bring files back from a zip; one of the same name that says something else stays, under another name.
export async function bringBack(bytes) {
  const moved = [];
  let count = 0;
  for (const [path, content] of await unzip(bytes)) {
    if (path === LIST) {
      try {
        Object.entries(JSON.parse(new TextDecoder().decode(content))).forEach(([name, edition]) => editions.set(name, edition));
      } catch { /* The files are here all the same. */ }
    } else if (!path.endsWith("/" + LIST)) {
      let mine = await saved(path), to = path;
      if (mine?.type === "directory" || OURS.test(path)) {
        moved.push(to = await beside(path, say("a file")));
        mine = null;
      }
      const file = fileOf(to, content);
      if (mine && JSON.stringify(mine.content) !== JSON.stringify(file.content)) moved.push(await moveAway(path, say("as it was here")));
      moved.push(...await put(file));
      count += 1;
    }
  }
  return { count, moved };
}

export function offer(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export async function downloadWork() {
  offer(await zipOfWork(), PACKED + ".zip");
}

// Ask for a zip; nothing if none was chosen.
export function chooseWork() {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: ".zip" });
    input.onchange = () => resolve(input.files[0]);
    input.oncancel = () => resolve(null);
    input.click();
  });
}

// Bring back what a zip holds; return a sentence about it.
export async function bringBackFrom(zip) {
  try {
    const { count, moved } = await bringBack(new Uint8Array(await zip.arrayBuffer()));
    const back = say("{count} files are back.", { count }), names = moved.join(say(", "));
    return moved.length ? back + " " + say("What was here under the same name is now called {names}.", { names }) : back;
  } catch (error) {
    return say("That file could not be read ({why}). Choose the my-work.zip that you downloaded here.", { why: error.message });
  }
}
