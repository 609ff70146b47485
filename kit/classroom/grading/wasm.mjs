// Runs in Deno with no permission but to read two folders: Python, the packages, and `kit` without its keys.
//   list     prints which of the packages' binary libraries the set-ups load
//   make     prints a snapshot of the memory in which `kit` is imported and the set-ups have run
//   answer   starts from that snapshot, says that it is ready, reads one request and prints what the answer gave
// Printed are frames: four bytes of length, then that many bytes.
import { pathToFileURL } from "node:url";

const [mode, interpreter, folder] = Deno.args;
const { libraries, packages, setup } = JSON.parse(Deno.readTextFileSync(folder + "/start.json"));
const { loadPyodide } = await import(pathToFileURL(interpreter + "/pyodide.mjs"));
const LOCK = { // of the packages that Pyodide itself would fetch: none
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" },
  packages: {},
};
// As a module, Deno would read its 1.2 MB once more for their imports, which takes a fifth of an answer's time.
const [place, runtime] = [pathToFileURL(interpreter + "/pyodide.asm.mjs").href, "_createPyodideModule"];
const createModule = (0, eval)(`(() => {${
  Deno.readTextFileSync(interpreter + "/pyodide.asm.mjs")
    .replaceAll("import.meta.url", JSON.stringify(place))
    .replace(`export default ${runtime}`, `return ${runtime}`)
}})()`);

function write(bytes) {
  while (bytes.length) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}

function send(body) {
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, body.length);
  write(head);
  write(body);
}

function readAll() {
  const parts = [], part = new Uint8Array(65536);
  for (let got; (got = Deno.stdin.readSync(part)) !== null; ) parts.push(part.slice(0, got));
  return new Blob(parts).text();
}

// A snapshot holds Python's memory, not the binary libraries in it. They are loaded at the same places only
// when they are loaded before anything else; so they are, and what they run at their start waits for Python.
// `kit/classroom/site/static/kernel.mjs` does the same in a browser: what is mended here may need it there.
async function createPyodideModule(options) {
  options.noInitialRun = true;
  const module = await createModule(options);
  const starts = [], instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (binary, imports) => {
    const made = await instantiate(binary, imports);
    const exports = { ...made.instance.exports };
    starts.push(exports.__wasm_call_ctors ?? (() => {}));
    return { module: made.module, instance: { exports: { ...exports, __wasm_call_ctors: () => {} } } };
  };
  for (const library of libraries) {
    await module.loadDynamicLibrary(library, { global: false, nodelete: true, loadAsync: true }, {});
  }
  WebAssembly.instantiate = instantiate;
  if (mode === "answer") {
    module.growMemory(options.INITIAL_MEMORY);
  } else {
    const names = module.stackAlloc(8);
    module.HEAPU32.set([module.stringToUTF8OnStack("python"), 0], names >>> 2);
    module._main(1, names);
    starts.forEach((start) => start());
  }
  return module;
}

const snapshot = mode === "answer" ? { _loadSnapshot: Deno.readFile(folder + "/snapshot") } : {};
const python = await loadPyodide({
  indexURL: interpreter + "/",
  lockFileContents: JSON.stringify(LOCK),
  env: { HOME: "/answer", MPLBACKEND: "agg", PYTHONHASHSEED: "0", },
  stdin: () => null,
  stdout: () => {},
  stderr: () => {},
  createPyodideModule,
  fsInit: async (FS) => {
    for (const [place, root] of Object.entries({ "/course": folder + "/course", "/packages": packages })) {
      FS.mkdirTree(place);
      FS.mount(FS.filesystems.NODEFS, { root }, place);
    }
  },
  _makeSnapshot: mode === "make",
  ...snapshot,
});

if (mode === "answer") {
  const nowhere = { write: (bytes) => bytes.length };
  python.setStdout(nowhere);
  python.setStderr(nowhere);
  send(new Uint8Array());
  python.globals.set("request", await readAll());
  send(new TextEncoder().encode(python.runPython("respond(request)")));
} else {
  python.globals.set("setup", setup);
  python.globals.set("lists", mode === "list");
  const error = python.runPython(`
import json, sys
sys.dont_write_bytecode = not lists  # this process may write, for all that come after it
sys.path[:0] = ["/course"]
sys.path.append("/packages")
error = ""
try:
    from kit.classroom.grading.inside import answer, prepare
    prepared = prepare(json.loads(setup))
except Exception as stopped:
    error = f"{type(stopped).__name__}: {stopped}"
del setup, lists
def respond(request):
    request = json.loads(request)
    return json.dumps(answer(request, *prepared[request["question"]]))
error
`);
  const loaded = Object.keys(python._module.LDSO.loadedLibsByName).filter((name) => name.startsWith("/packages/"));
  const told = { error, libraries: loaded.sort() };
  send(mode === "make" ? python.makeMemorySnapshot() : new TextEncoder().encode(JSON.stringify(told)));
}
Deno.exit(0);
