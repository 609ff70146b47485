// Runs in Deno with no permission but to read two folders: Python, the packages, and `kit` without its keys.
//   list     prints which of the packages' binary libraries the set-ups load
//   make     prints a snapshot of the memory in which `kit` is imported and the set-ups have run
//   answer   starts from that snapshot, says that it is ready, reads one request and prints what the answer gave
// Printed are frames: four bytes of length, then that many bytes.
const [mode, loader, interpreter, packages, folder] = Deno.args;
const { libraries, setup, size, pages } = JSON.parse(Deno.readTextFileSync(folder + "/start.json"));
const PAGE = 65536;
if (mode !== "list") {
  // Deno's copy of Node takes a quarter of an answer's time. Without it, Pyodide looks for what a bare shell has.
  Object.assign(globalThis, { process: undefined, setImmediate: undefined, clearImmediate: undefined });
  Object.assign(globalThis, { read, load: read, readbuffer: read, WorkerGlobalScope: Object });
}
const { loadPyodide } = await import(loader);
const LOCK = { // of the packages that Pyodide itself would fetch: none
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" },
  packages: {},
};
// As a module, Deno would read its 1.2 MB once more for their imports, which takes a fifth of an answer's time.
const runtime = "_createPyodideModule";
const createModule = (0, eval)(`(() => {${
  Deno.readTextFileSync(interpreter + "/pyodide.asm.mjs")
    .replaceAll("import.meta.url", JSON.stringify(loader))
    .replace(`export default ${runtime}`, `return ${runtime}`)
    // After each binary library all symbols are looked at: once is enough, and a third faster.
    .replace("if(entry.value==-1){", "if(entry.settled)continue;entry.settled=true;if(entry.value==-1){")
}})()`);

// Deno's own functions for whole files copy each twice.
function read(path) {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(file.statSync().size);
  return bytes.subarray(0, fill(bytes, file));
}

function fill(bytes, file) {
  let at = 0;
  for (let got; at < bytes.length && (got = file.readSync(bytes.subarray(at))); ) at += got;
  return at;
}

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
// `kit/classroom/site/static/kernel.js` does the same in a browser: what is mended here may need it there.
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
    module.growMemory(size);
    using memory = Deno.openSync(folder + "/memory");
    for (const at of pages) fill(module.HEAPU8.subarray(at, at + PAGE), memory); // The others are empty in any memory.
  } else {
    const names = module.stackAlloc(8);
    module.HEAPU32.set([module.stringToUTF8OnStack("python"), 0], names >>> 2);
    module._main(1, names);
    starts.forEach((start) => start());
  }
  return module;
}

// A folder of this machine, which can be read and not changed.
function readOnly(FS) {
  function node(parent, name, path) {
    try {
      const about = Deno.statSync(path);
      const made = FS.createNode(parent, name, about.isDirectory ? 0o40555 : 0o100444);
      return Object.assign(made, { path, about, node_ops, stream_ops });
    } catch {
      throw new FS.ErrnoError(44); // There is no such file.
    }
  }
  const node_ops = {
    getattr({ id, mode, about: { size, mtime } }) {
      const same = { dev: 1, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 4096, blocks: Math.ceil(size / 512) };
      return { ...same, ino: id, mode, size, atime: mtime, mtime, ctime: mtime };
    },
    lookup: (parent, name) => node(parent, name, `${parent.path}/${name}`),
    readdir: ({ path }) => [".", "..", ...Array.from(Deno.readDirSync(path), ({ name }) => name)],
  };
  const stream_ops = {
    read({ node: { path } }, buffer, offset, length, position) {
      using file = Deno.openSync(path);
      file.seekSync(position, Deno.SeekMode.Start);
      return fill(new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length), file);
    },
    llseek: (stream, offset, whence) => offset + [0, stream.position, stream.node.about.size][whence],
  };
  return { mount: ({ opts: { root } }) => node(null, "/", root) };
}

const snapshot = mode === "answer" ? { _loadSnapshot: read(folder + "/head") } : {};
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
      FS.mount(mode === "list" ? FS.filesystems.NODEFS : readOnly(FS), { root }, place);
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
