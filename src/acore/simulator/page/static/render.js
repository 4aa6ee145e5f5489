// Discord's markdown as elements of the page.

import { copy, h, icon } from "./dom.js";
import { parse } from "./markdown.js";

const BLOCKS = {
  code: (block) => codeBlock(block),
  quote: (block, names) => h("blockquote", { dir: "auto" }, block.blocks.map((inner) => BLOCKS[inner.type](inner, names))),
  list: (block, names) => list(block, names),
  // The page has a heading of its own: a message's headings rank below it.
  heading: (block, names) => h(`h${block.level + 2}`, { dir: "auto" }, spans(block.children, names)),
  subtext: (block, names) => h("p", { class: "subtext", dir: "auto" }, spans(block.children, names)),
  paragraph: (block, names) => h("p", { dir: "auto" }, spans(block.children, names)),
};

const SPANS = {
  text: (node) => node.text,
  code: (node) => h("code", {}, node.text),
  strong: (node, names) => h("strong", {}, spans(node.children, names)),
  emphasis: (node, names) => h("em", {}, spans(node.children, names)),
  underline: (node, names) => h("u", {}, spans(node.children, names)),
  strike: (node, names) => h("s", {}, spans(node.children, names)),
  spoiler: (node, names) => spoiler(spans(node.children, names)),
  link: (node, names) =>
    h("a", { href: node.href, target: "_blank", rel: "noopener noreferrer" }, spans(node.children, names)),
  user: (node, names) => h("span", { class: "mention", "data-user": node.id }, `@${names.user(node.id)}`),
  channel: (node, names) => h("span", { class: "mention" }, `#${names.channel(node.id)}`),
  command: (node) => h("span", { class: "mention" }, `/${node.name}`),
  time: (node) => time(node.at),
  citation: (node, names) => names.citation(node.n),
};

/**
 * The text as elements. `names` tells what mentions are called and makes the citations:
 * `{user(id) -> text, channel(id) -> text, citation(n) -> node}`.
 */
export function render(text, names) {
  const fragment = document.createDocumentFragment();
  fragment.append(...parse(text).map((block) => BLOCKS[block.type](block, names)));
  return fragment;
}

/** Whether the text is nothing but a few emoji, which deserve to be seen. */
export function onlyEmoji(text) {
  return text.length <= 40 && /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\ufe0f]|\s)+$/u.test(text);
}

function spans(nodes, names) {
  // A citation clings to the word before it.
  const glued = (node, next) => (node.type === "text" && next?.type === "citation" ? { ...node, text: node.text.trimEnd() } : node);
  return nodes.map((node, at) => SPANS[node.type](glued(node, nodes[at + 1]), names));
}

function list(block, names) {
  const items = block.items.map((item) =>
    h("li", { dir: "auto" }, spans(item.children, names), item.lists.map((inner) => list(inner, names))),
  );
  return block.ordered ? h("ol", { start: block.start }, items) : h("ul", {}, items);
}

function codeBlock(block) {
  const button = h(
    "button",
    { type: "button", class: "quiet", click: () => copy(block.text, button) },
    icon("copy"),
    h("span", {}, "Copy"),
  );
  return h(
    "figure",
    { class: "code" },
    h("figcaption", {}, h("span", {}, block.language || "text"), button),
    h("pre", { tabindex: "0", dir: "ltr" }, h("code", {}, block.text)),
  );
}

function spoiler(children) {
  const hidden = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler: show it" }, children);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
    hidden.classList.add("is-shown");
    hidden.removeEventListener("click", show);
    hidden.removeEventListener("keydown", show);
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", show);
  return hidden;
}

function time(at) {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return String(at);
  const words = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "short" }).format(moment);
  return h("time", { datetime: moment.toISOString() }, words);
}
