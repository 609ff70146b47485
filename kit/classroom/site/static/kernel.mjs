// Starts Python for a lesson. JupyterLite calls `loadPyodide` of this file as if it were Pyodide's own: it unpacks
// the course's packages, all of them in two files, and fetches nothing else. What it waits for, it tells the page.
import { loadPyodide as load } from "./pyodide.mjs";

const HERE = new URL(".", import.meta.url).href;
const PACKAGES = "/lib/python3.14/site-packages/";
const LOCK = { // of the packages that Pyodide itself would fetch: none
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" },
  packages: {},
};
const progress = new BroadcastChannel("kit-progress");

// A bundle is a line of names and sizes as JSON, then what the files hold, all gzipped unless a server undid that.
async function unbundle(name) {
  const answer = await fetch(HERE + name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  let bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  }
  let at = bytes.indexOf(10) + 1;
  const files = JSON.parse(new TextDecoder().decode(bytes.subarray(0, at)));
  return files.map(([path, size]) => [path, bytes.subarray(at, (at += size))]);
}

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

export async function loadPyodide(options) {
  progress.postMessage("fetching");
  const bundles = ["packages.bin", "course.bin"].map(unbundle);
  const python = await load({ ...options, indexURL: HERE, lockFileContents: JSON.stringify(LOCK), packages: [] });
  progress.postMessage("unpacking");
  const made = new Set();
  const unpack = (files) => {
    for (const [path, bytes] of files) {
      const folder = PACKAGES + path.slice(0, path.lastIndexOf("/") + 1);
      if (!made.has(folder)) made.add(folder) && python.FS.mkdirTree(folder);
      python.FS.writeFile(PACKAGES + path, bytes, { canOwn: true });
    }
    python.runPython("import importlib; importlib.invalidate_caches()");
  };
  unpack((await Promise.all(bundles)).flat());
  // What draws charts comes behind: a cell that imports anything waits for it, and the first one does not.
  const complete = started(python).then(() => unbundle("later.bin")).then(unpack);
  python.loadPackagesFromImports = async (code) => { if (/\bimport\b/.test(code)) await complete; };
  complete.then(() => prepare(python));
  progress.postMessage("starting");
  python.runPython("import kit.classroom.site.inside");
  return python;
}
