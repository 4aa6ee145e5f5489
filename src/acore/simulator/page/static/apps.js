// The menu of a message: the commands that the bot registered for messages.

import { useApp } from "./api.js";
import { h } from "./dom.js";

const GAP = 4;

export class Apps {
  #menu = document.getElementById("apps");
  #opener = null;

  /** `fail(words)` tells what was refused. */
  constructor(store, fail) {
    this.store = store;
    this.fail = fail;
    this.#menu.addEventListener("toggle", (event) => this.#opener?.setAttribute("aria-expanded", String(event.newState === "open")));
    this.#menu.addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** Opens at the button, for the message that it belongs to. */
  open(message, opener) {
    this.#opener = opener;
    const rows = this.store.apps.map((name) =>
      h("button", { type: "button", role: "menuitem", tabindex: "-1", click: () => this.#use(message, name) }, h("span", { dir: "auto" }, name), h("small", {}, this.store.bot.name)),
    );
    this.#menu.replaceChildren(...rows);
    this.#menu.showPopover();
    this.#place(opener.getBoundingClientRect());
    rows[0].focus();
  }

  #place(at) {
    const { offsetWidth: width, offsetHeight: height } = this.#menu;
    const below = at.bottom + GAP + height <= innerHeight;
    this.#menu.style.top = `${Math.max(GAP, below ? at.bottom + GAP : at.top - GAP - height)}px`;
    this.#menu.style.left = `${Math.max(GAP, Math.min(at.right - width, innerWidth - width - GAP))}px`;
  }

  #pressed(event) {
    const rows = [...this.#menu.children];
    const here = rows.indexOf(document.activeElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.key === "Tab") this.#close();
    else if (to !== undefined) rows[(to + rows.length) % rows.length].focus();
    else return;
    event.preventDefault();
  }

  #close() {
    this.#menu.hidePopover();
    this.#opener.focus();
  }

  async #use(message, name) {
    this.#close();
    try {
      this.store.asked((await useApp(message, name)).id);
    } catch (error) {
      this.fail(error.message);
    }
  }
}
