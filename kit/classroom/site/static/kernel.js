// Starts Python for a lesson. JupyterLite calls `loadPyodide` of this file as if it were Pyodide's own: it unpacks
// the course and its packages, which come in three bundles. What it waits for, it tells the page.
// Once the page has been idle, a second Python imports all that the lessons use, and its memory is kept in the
// browser: at the next start it is put back, and nothing has to be imported.
import createModule from "./pyodide.asm.js";
import { loadPyodide as load } from "./pyodide.js";

const KEPT = "python-EDITION"; // the build's: a memory fits the very files from which it was made
const MEMORY = "memory.bin", TRIES = "tries", ENOUGH = 2;
const HERE = new URL(".", import.meta.url).href;
const PACKAGES = "/lib/python3.14/site-packages/";
const LOCK = { // of the packages that Pyodide itself would fetch: none
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" },
  packages: {},
};
const progress = new BroadcastChannel("kit-progress");
let complete = Promise.resolve();
const waitForFiles = async (code) => { if (/\bimport\b/.test(code)) await complete.catch(() => {}); }; // It is called before each cell.

// A bundle is a line of names and sizes as JSON, then what the files hold, all gzipped unless a server undid that.
async function unbundle(answer) {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  let bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = await through(new Blob([bytes]), new DecompressionStream("gzip"));
  let at = bytes.indexOf(10) + 1;
  const files = JSON.parse(new TextDecoder().decode(bytes.subarray(0, at)));
  return files.map(([path, size]) => [path, bytes.subarray(at, (at += size))]);
}

async function through(bytes, stream) {
  return new Uint8Array(await new Response(bytes.stream().pipeThrough(stream)).arrayBuffer());
}

const fetched = async (...names) =>
  (await Promise.all(names.map(async (name) => unbundle(await fetch(HERE + name))))).flat();

function write(python, files) {
  const made = new Set();
  for (const [path, bytes] of files) {
    const folder = PACKAGES + path.slice(0, path.lastIndexOf("/") + 1);
    if (!made.has(folder)) made.add(folder) && python.FS.mkdirTree(folder);
    python.FS.writeFile(PACKAGES + path, bytes, { canOwn: true });
  }
}

// A memory points into the binary libraries that were loaded beside it. They lie at the same places only when they
// are loaded before anything else; so they are, and what they run at their start waits for Python.
const withLibraries = (files, memory) => async (options) => {
  options.noInitialRun = true;
  const libraries = files.filter(([path]) => path.endsWith(".so"));
  const compiled = libraries.map(([, bytes]) => WebAssembly.compile(bytes));
  const module = await createModule(options);
  write(module, libraries);
  const starts = [], { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (_, imports) => {
    const library = await compiled.shift(), { exports } = await instantiate(library, imports);
    starts.push(exports.__wasm_call_ctors ?? (() => {}));
    return { module: library, instance: { exports: { ...exports, __wasm_call_ctors: () => {} } } };
  };
  try {
    for (const [path] of libraries) {
      await module.loadDynamicLibrary(PACKAGES + path, { global: false, nodelete: true, loadAsync: true }, {});
    }
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  module.places = JSON.stringify([module.wasmTable.length, module._malloc(16)]);
  if (memory) {
    if (memory.places !== module.places) throw new Error("the libraries lie elsewhere than they did");
    module.growMemory(options.INITIAL_MEMORY);
  } else {
    const names = module.stackAlloc(8);
    module.HEAPU32.set([module.stringToUTF8OnStack("python"), 0], names >>> 2);
    module._main(1, names);
    starts.forEach((start) => start());
  }
  return module;
};

async function start(options) {
  const env = { HOME: "/home/pyodide", KIT_WORK: "/drive" };
  const python = await load({ indexURL: HERE, lockFileContents: JSON.stringify(LOCK), packages: [], env, createPyodideModule: createModule, ...options });
  python.loadPackagesFromImports = waitForFiles;
  return python;
}

async function awake(memory, files) {
  const [[places, bytes]] = await memory;
  progress.postMessage("starting");
  const createPyodideModule = withLibraries(files, { places });
  const python = await start({ createPyodideModule, _loadSnapshot: bytes, _snapshotDeserializer: () => waitForFiles });
  delete python._api.config._loadSnapshot; // It is large.
  write(python, files);
  python.runPython("from kit.classroom.site.inside import wake_up; wake_up(); del wake_up");
  started(python).then(allHere);
  return python;
}

async function afresh() {
  const bundles = fetched("packages.bin", "course.bin");
  const python = await start({});
  const unpack = (files) => {
    write(python, files);
    python.runPython("import importlib; importlib.invalidate_caches()");
  };
  progress.postMessage("unpacking");
  unpack(await bundles);
  // What draws charts comes behind: a cell that imports anything waits for it, and the first one does not.
  complete = started(python).then(() => fetched("later.bin")).then(unpack);
  complete.then(() => prepare(python), () => progress.postMessage("no later")).finally(allHere);
  progress.postMessage("starting");
  python.runPython("import kit.classroom.site.inside");
  return python;
}

const allHere = () => progress.postMessage("all here");

async function started(python) {
  const is = () => python.runPython("import sys; hasattr(sys.modules.get('pyodide_kernel'), 'kernel_instance')");
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 200));
}

// While the student reads, import what charts need: the first one then comes at once. It begins when the kernel is
// there, and a cell that is run meanwhile waits for one module at most.
async function prepare(python) {
  for (const name of ["numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "kit.chart"]) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    python.runPython(`import ${name}`);
  }
}

// Where memory is short, putting it back may end the whole tab: each try leaves a mark until it has ended well, and the
// second mark says that this edition's memory does not come back. A try that the page itself ends is no such, and the
// page takes its mark away: see `forgive` in bar.js.
const triesIn = async (cache) => Number(await (await cache.match(HERE + TRIES))?.text() ?? 0);

// Two tabs do not count each other's tries.
const tried = (cache, act) => navigator.locks.request("kit-python", { ifAvailable: true }, async (lock) => {
  if (!lock) return act();
  const tries = await triesIn(cache).catch(() => 0);
  if (tries >= ENOUGH) throw new Error(`it did not come back ${tries} times`);
  await cache.put(HERE + TRIES, new Response(tries + 1)).catch(() => {});
  const python = await act();
  await cache.delete(HERE + TRIES).catch(() => {});
  return python;
});

async function fromMemory() {
  const cache = await globalThis.caches?.open(KEPT).catch(() => {});
  const kept = await cache?.match(HERE + MEMORY).catch(() => {});
  if (!kept) return null;
  const memory = unbundle(kept);
  memory.catch(() => {}); // `awake` says so.
  const files = await fetched("packages.bin", "later.bin", "course.bin").catch(() => {});
  return files && tried(cache, () => awake(memory, files)).catch(async (why) => {
    console.warn("Python's memory could not be put back:", why);
    await cache.delete(HERE + MEMORY).catch(() => {});
  });
}

let begun;

export function begin() {
  return begun ??= (async () => {
    progress.postMessage("fetching");
    return await fromMemory() ?? await afresh();
  })().catch((why) => {
    progress.postMessage("failed"); // The page says so at once.
    throw why;
  });
}

export async function loadPyodide({ stdout, stderr }) {
  const python = await begin();
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}

// Import all that lessons use, in a Python that no student has used, and keep its memory for the next start.
export const keepMemory = () => navigator.locks.request("kit-memory", { ifAvailable: true }, async (lock) => {
  const cache = await caches.open(KEPT);
  if (!lock || await cache.match(HERE + MEMORY) || await triesIn(cache) >= ENOUGH) return;
  const files = await fetched("packages.bin", "later.bin", "course.bin");
  const python = await start({ createPyodideModule: withLibraries(files), _makeSnapshot: true });
  write(python, files);
  python.runPython("from kit.classroom.site.inside import import_all; import_all(); del import_all");
  const memory = python.makeMemorySnapshot({ serializer: () => "waitForFiles" });
  let head = JSON.stringify([[python._module.places, memory.length]]);
  head = head.padEnd(Math.ceil((head.length + 1) / 16) * 16 - 1) + "\n"; // It is read in numbers of four bytes.
  const packed = await through(new Blob([head, memory]), new CompressionStream("gzip"));
  for (const name of await caches.keys()) if (name.startsWith("python-") && name !== KEPT) await caches.delete(name);
  await cache.put(HERE + MEMORY, new Response(packed));
});
