// Keeps Python's memory for the next start, in a worker of its own, and says when that is done.
import { keepMemory } from "./kernel.js";

await keepMemory();
postMessage("kept");
