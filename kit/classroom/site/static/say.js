// What the site's pages say, in the language of the page: that of the edition whose notebook it shows, else its own.
import { TEXTS } from "./texts.js";

const path = new URLSearchParams(location.search).get("path");
const asked = path ? path.split("/")[0] : document.documentElement.lang;
export const languages = Object.keys(TEXTS); // of the course
export const language = asked in TEXTS ? asked : "en";
export const direction = TEXTS[language]?.[""] ?? "ltr"; // the build writes it beside the texts

// A message stands whole in the call, as in kit's Python; `fields` are what stands in it in braces.
export function say(message, fields = {}) {
  return (TEXTS[language]?.[message] ?? message).replace(/\{(\w+)\}/g, (_, name) => fields[name]);
}
