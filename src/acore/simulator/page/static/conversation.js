// The messages of the open channel: in order, live, and scrolled to the latest unless somebody reads back.

import { dots, h, icon } from "./dom.js";
import { messageElement, plain } from "./message.js";

const NEAR_END = 80;
const SAME_BREATH_MS = 5 * 60_000;

export class Conversation {
  #elements = new Map();
  #list = document.getElementById("messages");
  #scroller = document.getElementById("log");
  #typing = document.getElementById("typing");
  #starters = document.getElementById("starters");
  #latest = document.getElementById("latest");
  #announcer = document.getElementById("announcer");

  /** `actions` are `{reply(message), ask(text)}`. */
  constructor(store, actions) {
    this.store = store;
    this.context = { store, reply: actions.reply, ask: actions.ask, jump: (id) => this.#jump(id) };
    store.listen((change) => this.#hear(change));
    this.#latest.addEventListener("click", () => this.#toEnd());
    this.#scroller.addEventListener("scroll", () => this.#atEnd() && (this.#latest.hidden = true), { passive: true });
    new ResizeObserver(() => this.#stuck && this.#toEnd("instant")).observe(this.#scroller);
    this.#scroller.addEventListener("scroll", () => (this.#stuck = this.#atEnd()), { passive: true });
  }

  #stuck = true;

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
    this.#showStarters();
    this.#showTyping();
    this.#toEnd("instant");
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
    if (stay) this.#toEnd(fresh ? "smooth" : "instant");
    else if (fresh) this.#latest.hidden = false;
    if (item.note) this.#announcer.textContent = [item.title, item.text, item.question].filter(Boolean).join(". ");
  }

  /** Replaces an element without taking the focus from whoever stands in it. */
  #swap(old, element) {
    const focused = [...old.querySelectorAll("button, a, [tabindex]")].indexOf(document.activeElement);
    const itself = old === document.activeElement;
    old.replaceWith(element);
    if (itself) element.focus({ preventScroll: true });
    else if (focused >= 0) [...element.querySelectorAll("button, a, [tabindex]")][focused]?.focus({ preventScroll: true });
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
    this.#typing.hidden = names.length === 0;
    this.#typing.replaceChildren(dots(), h("span", {}, `${names.join(", ")} ${names.length > 1 ? "are" : "is"} typing…`));
    if (names.length && this.#stuck) this.#toEnd("instant");
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

  #toEnd(behavior = "smooth") {
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
