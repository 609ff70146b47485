// The first page: the buttons for one's work, and a word where something is missing.
import { bringBackButton, KEEPS_NOTHING, startWorker, whileWorking } from "./page.js";
import { say } from "./say.js";
import * as work from "./work.js";

const told = document.getElementById("told");
startWorker();
const zip = document.getElementById("zip");
zip.onclick = () => whileWorking(zip, work.downloadWork);
bringBackButton(document.getElementById("back"), (said) => { told.textContent = said; });
work.savedFiles().then((files) => {
  zip.disabled = !files.length;
  for (const { path } of files) {
    const link = document.querySelector(`a[data-path="${CSS.escape(path)}"]`);
    if (link) link.textContent = say("Continue");
  }
}).catch(() => { told.textContent = KEEPS_NOTHING; });
if (!isSecureContext) told.textContent = say("This address begins with http:// and not https://: the lessons can be read, but running them will not open or save files. Ask your teacher for an address with https://.");
