// Python's worker as the page starts it, before JupyterLite asks for one: JupyterLite's own, with Python under way.
import { begin } from "./kernel.js";
import "../KERNEL_WORKER";

begin();
