// The messages of the open channel: in order, live, and scrolled to the latest unless somebody reads back.

import { dots, h, icon, mark as drawMark } from "./dom.js";
import { messageElement, plain } from "./message.js";

const NEAR_END = 80;
const CONTROLS = "button, a, [tabindex]";
const SAME_BREATH_MS = 5 * 60_000;

export class Conversation {
  #elements = new Map();
  #list = document.getElementById("messages");
  #scroller = document.getElementById("log");
  #typing = document.getElementById("typing");
  #starters = document.getElementById("starters");
  #latest = document.getElementById("latest");
  #welcome = document.getElementById("welcome");
  #announcer = document.getElementById("announcer");

  /** `actions` are `{ask(text)}` and those of actions.js. */
  constructor(store, actions) {
    this.store = store;
    this.context = { store, ...actions, jump: (id) => this.#jump(id) };
    store.listen((change) => this.#hear(change));
    this.#latest.addEventListener("click", () => this.#toEnd("smooth"));
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(this.#scroller);
  }

  /** Whether the latest message is in sight, and is to stay there. */
  #stuck = true;

  #scrolled() {
    this.#stuck = this.#atEnd();
    if (this.#stuck) this.#latest.hidden = true;
  }

  #resized() {
    // The box below has no scrollbar: it leaves as much room free, so that both stand in one line.
    const gutter = this.#scroller.offsetWidth - this.#scroller.clientWidth;
    document.documentElement.style.setProperty("--gutter", `${gutter}px`);
    if (this.#stuck) this.#toEnd();
  }

  #hear(change) {
    if (change.kind === "all" || change.kind === "current") this.#rebuild();
    if (!this.store.ready || change.room !== this.store.current) return;
    if (change.kind === "item") this.#put(change);
    if (change.kind === "gone") this.#remove(change.item.id);
    if (change.kind === "settled") this.#settle(change.item);
    if (change.kind === "typing") this.#showTyping();
  }

  #rebuild() {
    this.#elements.clear();
    let before = null;
    const elements = [...this.store.current.items.values()].map((item) => {
      const element = messageElement(item, this.context, follows(item, before));
      before = item;
      this.#elements.set(item.id, element);
      return element;
    });
    this.#list.replaceChildren(...elements);
    this.#showWelcome();
    this.#showStarters();
    this.#showTyping();
    this.#toEnd();
  }

  #showWelcome() {
    const { bot, current } = this.store;
    const [mark, title, about] = this.#welcome.children;
    const [head, words] = current.channel.direct
      ? [`Just you and ${bot.name}`, "It answers everything you write here; no mention is needed."]
      : ["Welcome to your playground", `This is a Discord of your own, on this machine, and ${bot.name} is its bot: the same one that joins your server.`];
    if (!mark.firstChild) mark.append(drawMark());
    title.textContent = head;
    about.textContent = words;
  }

  #put({ room, item, fresh }) {
    const stay = this.#atEnd() || item.mine;
    const items = [...room.items.values()];
    const place = items.findIndex((other) => other.id === item.id);
    const element = messageElement(item, this.context, follows(item, items[place - 1]));
    const old = this.#elements.get(item.id);
    if (old) this.#swap(old, element);
    else this.#list.append(element);
    this.#elements.set(item.id, element);
    if (fresh) element.classList.add("is-new");
    if (fresh) this.#showStarters();
    if (stay) this.#toEnd();
    else if (fresh) this.#latest.hidden = false;
    if (item.note) this.#announcer.textContent = [item.title, item.text, item.question].filter(Boolean).join(". ");
  }

  /** Replaces an element without taking the focus from whoever stands in it. */
  #swap(old, element) {
    const { activeElement } = document;
    if (!old.contains(activeElement)) {
      old.replaceWith(element);
      return;
    }
    const focused = [...old.querySelectorAll(CONTROLS)].indexOf(activeElement);
    const { press } = activeElement.dataset;
    old.replaceWith(element);
    // Where a button of the bot gave way to others, none of those may be pressed in its place.
    const next = press ? element.querySelector(`[data-press="${CSS.escape(press)}"]`) : element.querySelectorAll(CONTROLS)[focused];
    (next ?? element).focus({ preventScroll: true });
  }

  #remove(id) {
    this.#elements.get(id)?.remove();
    this.#elements.delete(id);
  }

  /** A streamed answer is read out once, when it is whole. */
  #settle(item) {
    this.#elements.get(item.id)?.classList.remove("is-live");
    this.#announcer.textContent = `${item.author.name}: ${plain(item.text, this.store)}`;
  }

  #showTyping() {
    const names = [...this.store.current.typing.values()].map((who) => who.name);
    const stay = this.#atEnd();
    this.#typing.hidden = names.length === 0;
    this.#typing.replaceChildren(dots(), h("span", {}, `${names.join(", ")} ${names.length > 1 ? "are" : "is"} typing…`));
    if (names.length && stay) this.#toEnd();
  }

  #showStarters() {
    this.#starters.hidden = this.store.current.used || this.store.hints.length === 0;
    const buttons = this.store.hints.map((hint) =>
      h("button", { type: "button", class: "suggestion", click: () => this.context.ask(hint) }, h("span", { dir: "auto" }, hint), icon("arrow")),
    );
    this.#starters.querySelector("div").replaceChildren(...buttons);
  }

  #jump(id) {
    const element = this.#elements.get(id);
    if (!element) return;
    element.scrollIntoView({ block: "center", behavior: "smooth" });
    element.focus({ preventScroll: true });
    element.classList.remove("is-pointed");
    requestAnimationFrame(() => element.classList.add("is-pointed"));
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #toEnd(behavior = "instant") {
    this.#latest.hidden = true;
    this.#stuck = true;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior });
  }
}

/** Whether an item goes on where the one before ended, so that it needs no head of its own. */
function follows(item, before) {
  return Boolean(
    before && !item.note && !before.note && !item.reply && !item.command && !item.thinking &&
      item.author.id === before.author.id && item.private === before.private &&
      Date.parse(item.at) - Date.parse(before.at) < SAME_BREATH_MS,
  );
}
