// Puts the page together.

import { follow, press, remove } from "./api.js";
import { Apps } from "./apps.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Documents } from "./documents.js";
import { h, icon, mark } from "./dom.js";
import { Forms } from "./forms.js";
import { Models } from "./models.js";
import { Palette } from "./palette.js";
import { Panel } from "./panel.js";
import { Sources } from "./sources.js";
import { Store } from "./store.js";
import { Voice } from "./voice.js";

const $ = (id) => document.getElementById(id);
const store = new Store();
const composer = new Composer(store);
const ask = (question) => composer.ask(question);

const fail = (words) => composer.fail(words);
const apps = new Apps(store, fail);
const sources = new Sources(store, fail);

new Conversation(store, {
  ask,
  reply: (message) => composer.reply(message),
  edit: (message) => composer.edit(message),
  remove: (message) => remove(message).catch((error) => fail(error.message)),
  apps: (message, button) => apps.open(message, button),
  source: (message, passage) => sources.open(message, passage),
  press: async (message, button) => {
    store.press(message, button);
    try {
      store.asked((await press(message, button)).id);
    } catch (error) {
      store.release(message);
      fail(error.message);
    }
  },
});
new Forms(store);
new Palette(store, composer);
new Panel(store, ask);
new Documents(store);
new Models(store);
new Voice(store);
$("mark").append(mark());

const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
const showTheme = () => {
  $("theme").replaceChildren(icon(isDark() ? "sun" : "moon"));
  $("theme").setAttribute("aria-pressed", String(isDark()));
};
$("theme").addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("acore.theme", theme);
  showTheme();
});
dark.addEventListener("change", showTheme);
showTheme();

/** The list of channels, with the open one and what is unread. */
function drawChannels() {
  const rows = [...store.rooms.values()].map((room) => {
    const open = room === store.current;
    const { direct, name } = room.channel;
    const title = direct ? store.bot.name : name;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", "aria-current": open ? "page" : null, "data-channel": room.id, click: () => choose(room.id) },
        direct ? mark() : icon("hash"),
        h("span", { dir: "auto" }, title),
        direct && h("small", {}, "direct"),
        room.unread > 0 && h("b", { class: "unread", "aria-label": `${room.unread} unread` }, String(Math.min(room.unread, 99))),
      ),
    );
  });
  const focused = document.activeElement?.dataset?.channel;
  $("channels").replaceChildren(...rows);
  if (focused) $("channels").querySelector(`[data-channel="${focused}"]`)?.focus();
}

function choose(id) {
  store.open(id);
  composer.focus();
}

function drawTitle() {
  const { direct, name } = store.current.channel;
  $("title").replaceChildren(direct ? store.bot.name : `# ${name}`);
  $("topic").textContent = direct ? "A direct message: it answers everything you write" : `You and ${store.bot.name}, on a Discord of your own`;
  $("guild").textContent = store.guild.name.toLowerCase();
  document.title = `${direct ? store.bot.name : `#${name}`} · acore playground`;
}

function drawConnection() {
  $("connection").hidden = store.connected;
  $("connection").textContent = store.connected ? "" : "The connection to acore is lost. Trying again…";
}

// acore was started anew: the token of this page opens nothing any more, so it makes room for a new one.
const DRAFT = "acore.draft";
store.listen((change) => {
  if (change.kind === "restart") {
    sessionStorage.setItem(DRAFT, composer.draft);
    location.reload();
  } else if (change.kind === "all" && sessionStorage.getItem(DRAFT)) {
    composer.draft = sessionStorage.getItem(DRAFT);
    sessionStorage.removeItem(DRAFT);
  }
});

store.listen((change) => {
  if (change.kind === "connection") drawConnection();
  if (change.kind === "all" || change.kind === "current" || (change.kind === "item" && change.fresh)) drawChannels();
  if (change.kind === "all" || change.kind === "current") drawTitle();
});

follow((event) => store.hear(event), (connected) => store.connection(connected));
if (matchMedia("(min-width: 760px)").matches) composer.focus();
