// deno run compile.mjs INTERPRETER JOBS: has the very Python that browsers will run compile its packages.
// JOBS is a JSON file, a list of {folder, root, files, keep}: each of these files in `folder` becomes bytecode in its
// place, named as if it lay in `root`, without docstrings; the packages in `keep` keep these and their sources.
import { pathToFileURL } from "node:url";

const [interpreter, jobs] = Deno.args;
const { loadPyodide } = await import(pathToFileURL(interpreter + "/pyodide.mjs"));
const LOCK = { // of the packages that Pyodide itself would fetch: none
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" },
  packages: {},
};
const python = await loadPyodide({ indexURL: interpreter + "/", lockFileContents: JSON.stringify(LOCK) });
const compile = python.runPython(`
import _imp, importlib._bootstrap_external as external
from pathlib import Path

def compile_all(root, files, keep):
    files, keep = files.to_py(), keep.to_py()
    for name in files:
        path = Path("/work", name)
        top = name.split("/")[0].removesuffix(".py")
        source = path.read_bytes()
        try:
            code = compile(source, root + name, "exec", dont_inherit=True, optimize=0 if top in keep else 2)
        except SyntaxError:  # for another Python
            continue
        stamp = _imp.source_hash(_imp.pyc_magic_number_token, source)
        bytecode = external._code_to_hash_pyc(code, stamp, checked=False)
        if top in keep:
            cached = path.parent / "__pycache__" / f"{path.stem}.cpython-314.pyc"
            cached.parent.mkdir(exist_ok=True)
        else:
            cached = path.with_suffix(".pyc")
            path.unlink()
        cached.write_bytes(bytecode)
compile_all
`);
for (const { folder, root, files, keep } of JSON.parse(Deno.readTextFileSync(jobs))) {
  python.FS.mkdirTree("/work");
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/work");
  compile(root, files, keep);
  python.FS.unmount("/work");
}
Deno.exit(0);
