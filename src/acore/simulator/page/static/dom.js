// Builds elements without ever parsing markup: text stays text, whoever wrote it.

/** An element; `properties` are attributes, or listeners where they are functions; null and false are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  alert: ["M12 8v5", "M12 16.5v.01", "M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z"],
  apps: ["M5 5h5v5H5z", "M14 5h5v5h-5z", "M5 14h5v5H5z", "M16.5 13.5v6", "M13.5 16.5h6"],
  arrow: ["M5 12h14", "m13 6 6 6-6 6"],
  check: ["m5 12.5 4.5 4.5L19 7.5"],
  clip: ["m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4L14.5 7"],
  close: ["m6 6 12 12", "M18 6 6 18"],
  copy: ["M9 9h10v11H9z", "M5 15V4h10"],
  down: ["M12 5v14", "m6 13 6 6 6-6"],
  eye: ["M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z", "M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"],
  file: ["M13.5 3H6v18h12V7.5Z", "M13.5 3v4.5H18", "M9 12.5h6", "M9 16.5h6"],
  gauge: ["M4 18a9 9 0 1 1 16 0", "m12 14 4-5"],
  hash: ["M5 9h15", "M4 15h15", "M10 4 8 20", "M16 4l-2 16"],
  mic: ["M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3Z", "M5.5 11.5a6.5 6.5 0 0 0 13 0", "M12 18v3"],
  moon: ["M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z"],
  mute: ["M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Z", "m16 9.5 5 5", "m21 9.5-5 5"],
  person: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z", "M4.5 20.5c.6-3.6 3.5-5.5 7.5-5.5s6.9 1.9 7.5 5.5"],
  pencil: ["m4 20 1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19Z", "m14.5 6.5 3 3"],
  reply: ["M9 7 4 12l5 5", "M4.5 12H14a6 6 0 0 1 6 6v1"],
  send: ["M12 19V5", "m6 11 6-6 6 6"],
  slash: ["M15 5 9 19"],
  sound: ["M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Z", "M15.5 9a4.2 4.2 0 0 1 0 6", "M18 6.5a7.8 7.8 0 0 1 0 11"],
  stop: ["M7 7h10v10H7z"],
  trash: ["M4.5 7h15", "M9.5 7V4h5v3", "m6.5 7 1 13h9l1-13", "M10.5 11v5", "M13.5 11v5"],
  sun: ["M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z", "M12 2.5v2", "M12 19.5v2", "m5.3 5.3 1.4 1.4", "m17.3 17.3 1.4 1.4", "M2.5 12h2", "M19.5 12h2", "m5.3 18.7 1.4-1.4", "m17.3 6.7 1.4-1.4"],
};

/** One of the page's own line icons; it is decoration, so the control around it carries the words. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}

/** acore's mark: an open ring that reads as an "a", with the core inside. */
export function mark() {
  const svg = icon("check");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("class", "mark");
  svg.firstChild.setAttribute("d", "M22.7 9.3A9.5 9.5 0 1 0 25.5 16v7");
  const core = document.createElementNS(svg.namespaceURI, "circle");
  for (const [name, value] of [["cx", 16], ["cy", 16], ["r", 3.5]]) core.setAttribute(name, value);
  svg.append(core);
  return svg;
}

/** Three dots that breathe: somebody is at work. */
export function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

/** Puts text on the clipboard and lets the button say so; the label comes back after a moment. */
export async function copy(text, button) {
  const label = button.querySelector("span");
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = "Copied";
  } catch {
    label.textContent = "Not allowed";
  }
  setTimeout(() => (label.textContent = before), 1600);
}
