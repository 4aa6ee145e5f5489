// What can be done with a message: the bot's own buttons below it, and the bar that appears beside it.

import { copy, h, icon } from "./dom.js";

const STYLES = { 1: "primary-button", 3: "good-button", 4: "bad-button" };
const LINK = 5;
const SURE_MS = 4000;

/** Emoji are read out by their names, which say little of what a button does; these are the usual ones. */
const MEANINGS = { "⏹️": "Stop", "⏹": "Stop", "🔁": "Try again", "👍": "Good answer", "👎": "Bad answer" };

/** The buttons that the bot put below its message; `room` gives `press(message, button)`. */
export function buttonRows(item, room) {
  return item.buttons.map((row) =>
    h("div", { class: "buttons", role: "group", "aria-label": `Buttons of ${item.author.name}` }, row.map((button) => pressable(button, item, room))),
  );
}

function pressable(button, item, room) {
  const inside = [button.emoji && h("span", { class: "emoji", "aria-hidden": "true" }, button.emoji), button.label && h("span", { dir: "auto" }, button.label)];
  const label = button.label || MEANINGS[button.emoji] || button.emoji;
  if (button.style === LINK && /^https?:\/\//.test(button.url)) {
    return h("a", { class: "press", href: button.url, target: "_blank", rel: "noopener noreferrer", "aria-label": label }, inside, icon("arrow"));
  }
  const busy = item.busy === button.id;
  // A busy button keeps the focus, so it only says that it is disabled.
  return h(
    "button",
    {
      type: "button",
      class: `press ${STYLES[button.style] ?? ""}${busy ? " is-busy" : ""}`,
      title: button.label ? null : label,
      "aria-label": label,
      "aria-busy": busy ? "true" : null,
      "aria-disabled": busy ? "true" : null,
      "data-press": button.id,
      disabled: button.disabled || !button.id,
      click: () => item.busy || room.press(item, button.id),
    },
    inside,
  );
}

/** The bar of a message; `room` gives `reply(message)`, `edit(message)`, `remove(message)` and `apps(message, button)`. */
export function actions(item, room) {
  const copying = h("button", { type: "button", class: "quiet", click: () => copy(item.text, copying) }, icon("copy"), h("span", {}, "Copy"));
  const replying = h("button", { type: "button", class: "quiet", click: () => room.reply(item) }, icon("reply"), h("span", {}, "Reply"));
  const own = item.mine && !item.earlier;
  return h(
    "div",
    { class: "actions", role: "group", "aria-label": "Actions" },
    item.private ? null : replying,
    copying,
    own && h("button", { type: "button", class: "quiet", click: () => room.edit(item) }, icon("pencil"), h("span", {}, "Edit")),
    own && deleting(item, room),
    item.private || room.store.apps.length === 0 ? null : appsButton(item, room),
  );
}

/** Deletes when it is pressed for the second time; what is deleted does not come back. */
function deleting(item, room) {
  const label = h("span", {}, "Delete");
  const button = h("button", { type: "button", class: "quiet" }, icon("trash"), label);
  const settle = (sure) => {
    label.textContent = sure ? "Really delete" : "Delete";
    button.classList.toggle("is-sure", sure);
  };
  button.addEventListener("click", () => {
    if (button.classList.contains("is-sure")) {
      room.remove(item);
      return;
    }
    settle(true);
    setTimeout(() => settle(false), SURE_MS);
  });
  return button;
}

function appsButton(item, room) {
  const button = h(
    "button",
    { type: "button", class: "quiet", "aria-haspopup": "menu", "aria-expanded": "false", click: () => room.apps(item, button) },
    icon("apps"),
    h("span", {}, "Apps"),
  );
  return button;
}
