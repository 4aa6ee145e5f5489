// One message, or one note of the page itself, as an element.

import { actions, buttonRows } from "./actions.js";
import { dots, h, icon, mark } from "./dom.js";
import { onlyEmoji, render } from "./render.js";
import { openers } from "./sources.js";

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const PLACE = /\n?(?:-# (.+)|\[open\]\((https?:\/\/[^\s)]+)\))$/;

/**
 * The element of an item. `room` gives the store, `jump(id)`, `ask(text)`, `source(item, passage)`, and what actions.js takes;
 * `continued` leaves out the head, because the one before is by the same author.
 */
export function messageElement(item, room, continued) {
  return item.note ? note(item, room) : message(item, room, continued);
}

function message(item, room, continued) {
  const kind = item.mine ? "mine" : item.author.bot ? "bot" : "other";
  const state = `${continued ? " is-continued" : ""}${item.private ? " is-private" : ""}${item.live ? " is-live" : ""}`;
  return h(
    "article",
    { class: `message ${kind}${state}`, id: `m-${item.id}`, tabindex: "-1", "aria-label": `${item.author.name}, ${clock(item)}` },
    h("div", { class: "avatar", "aria-hidden": "true" }, avatar(item)),
    h(
      "div",
      { class: "column" },
      item.reply && quoted(item.reply, room),
      item.command && h("p", { class: "ran" }, icon("slash"), `${item.command.by.name} used `, h("b", {}, `/${item.command.name}`)),
      h(
        "header",
        {},
        h("b", { dir: "auto" }, item.author.name),
        item.author.bot && h("span", { class: "tag" }, "bot"),
        h("time", { datetime: item.at, title: FULL.format(new Date(item.at)) }, clock(item)),
      ),
      body(item, room),
      item.private && h("p", { class: "private" }, icon("eye"), "Only you can see this"),
    ),
    item.thinking ? null : actions(item, room),
  );
}

const clock = (item) => (item.earlier ? "earlier" : CLOCK.format(new Date(item.at)));

function avatar(item) {
  if (item.author.bot) return mark();
  return [...item.author.name][0]?.toUpperCase() ?? "?";
}

function quoted(reply, room) {
  if (!reply.author) return h("p", { class: "quoted" }, icon("reply"), "The message was deleted");
  const text = plain(reply.text, room.store);
  return h(
    "button",
    { type: "button", class: "quoted", click: () => room.jump(reply.id), title: "Show the message" },
    icon("reply"),
    h("b", {}, reply.author.name),
    h("span", { dir: "auto" }, text || "a message without text"),
  );
}

/** Where characters that are escaped stand while marks are taken away: in a range that nobody writes in. */
const ASIDE = 0xe000;

/** The text in one line, with mentions by their names and without markdown's marks. */
export function plain(text, store) {
  return text
    .replace(/<@!?(\d+)>/g, (_, id) => `@${store.userName(id)}`)
    .replace(/<#(\d+)>/g, (_, id) => `#${store.channelName(id)}`)
    .replace(/\\([!-/:-@[-`{-~])/g, (_, escaped) => String.fromCharCode(ASIDE + escaped.charCodeAt(0)))
    .replace(/(\*{1,3}|~~|\|\||`+)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/^[>#-]+\s/gm, "")
    .replace(/[\ue021-\ue07e]/g, (put) => String.fromCharCode(put.charCodeAt(0) - ASIDE))
    .replace(/\s+/g, " ")
    .trim();
}

function body(item, room) {
  if (item.thinking) return h("div", { class: "body thinking" }, dots(), h("span", {}, `${item.author.name} is thinking…`));
  const sources = new Map(item.embeds.filter(isSources).flatMap((embed) => embed.fields.map((field) => numbered(field))));
  const names = {
    user: (id) => room.store.userName(id),
    channel: (id) => room.store.channelName(id),
    citation: (n) => citation(n, sources.has(n), item),
  };
  const parts = [h("div", { class: onlyEmoji(item.text) ? "text jumbo" : "text" }, render(item.text, names))];
  for (const embed of item.embeds) parts.push(isSources(embed) ? sourceCards(embed, item, names, room) : embedCard(embed, names));
  for (const file of item.files) parts.push(fileCard(file));
  // A bot's answer grows by edits, so the mark would say nothing there.
  if (item.edited && !item.author.bot) parts.push(h("small", { class: "edited" }, "(edited)"));
  parts.push(buttonRows(item, room));
  return h("div", { class: "body" }, parts);
}

const isSources = (embed) => embed.title === "Sources" && embed.fields?.length > 0;

function numbered(field) {
  const match = /^\[(\d{1,3})\]\s*([^]*)$/.exec(field.name);
  return match ? [Number(match[1]), match[2]] : [null, field.name];
}

const sourceId = (item, n) => `s-${item.id}-${n}`;

function citation(n, known, item) {
  if (!known) return h("sup", { class: "cite" }, String(n));
  const point = (event) => {
    event.preventDefault();
    const card = document.getElementById(sourceId(item, n));
    card.scrollIntoView({ block: "nearest", behavior: "smooth" });
    card.focus({ preventScroll: true });
  };
  return h("a", { class: "cite", href: `#${sourceId(item, n)}`, "aria-label": `Source ${n}`, click: point }, String(n));
}

function sourceCards(embed, item, names, room) {
  const passages = openers(item);
  const cards = embed.fields.map((field) => {
    const [n, title] = numbered(field);
    const place = PLACE.exec(field.value);
    const name = h("b", { dir: "auto" }, plain(title, { userName: String, channelName: String }));
    return h(
      "li",
      { id: n === null ? null : sourceId(item, n), tabindex: "-1" },
      n !== null && h("span", { class: "number", "aria-hidden": "true" }, String(n)),
      opened(name, place?.[2], passages.get(n), item, room),
      h("div", { class: "excerpt" }, render(place ? field.value.slice(0, place.index) : field.value, names)),
      place && h("small", {}, place[1] ? render(place[1], names) : new URL(place[2]).host),
    );
  });
  const more = embed.footer?.text && h("p", { class: "more" }, embed.footer.text);
  return h("section", { class: "sources", "aria-label": "Sources" }, h("h4", {}, "Sources"), h("ol", {}, cards), more);
}

/** The title of a source: it opens the web page, or the passage in its document, where there is one. */
function opened(name, address, passage, item, room) {
  if (address) return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name);
  if (!passage) return name;
  return h("button", { type: "button", class: "opens", title: "Show where it stands", click: () => room.source(item, passage) }, name);
}

function embedCard(embed, names) {
  const card = h(
    "section",
    { class: "embed" },
    embed.title && h("h4", { dir: "auto" }, embed.url ? render(`[${embed.title}](${embed.url})`, names) : embed.title),
    embed.description && render(embed.description, names),
    (embed.fields ?? []).map((field) => h("div", { class: "field" }, h("b", { dir: "auto" }, field.name), render(field.value, names))),
    embed.footer?.text && h("p", { class: "more" }, embed.footer.text),
  );
  if (Number.isInteger(embed.color) && embed.color > 0) {
    card.style.setProperty("--edge", `#${embed.color.toString(16).padStart(6, "0")}`);
  }
  return card;
}

function fileCard(file) {
  const size = file.size < 1000 ? `${file.size} bytes` : file.size < 1e6 ? `${Math.round(file.size / 1000)} kB` : `${(file.size / 1e6).toFixed(1)} MB`;
  const inside = [icon("file"), h("b", { dir: "auto" }, file.name), h("small", {}, size)];
  if (!/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(file.url)) return h("p", { class: "file" }, inside);
  return h("a", { class: "file", href: file.url, target: "_blank", rel: "noopener noreferrer" }, inside);
}

const TONES = { good: "check", bad: "alert", busy: "file", plain: "file" };

function note(item, room) {
  return h(
    "div",
    { class: `note ${item.tone}`, id: `m-${item.id}` },
    icon(TONES[item.tone]),
    h(
      "div",
      {},
      item.title && h("b", { dir: "auto" }, item.title),
      h("p", { dir: "auto" }, item.text),
      item.tone === "busy" && h("div", { class: "progress", role: "progressbar", "aria-label": item.text }, h("i")),
      item.question &&
        h("button", { type: "button", class: "suggestion", click: () => room.ask(item.question) }, h("span", { dir: "auto" }, item.question), icon("arrow")),
      item.private && h("p", { class: "private" }, icon("eye"), "Only you can see this"),
    ),
  );
}
