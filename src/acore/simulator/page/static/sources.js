// A source of an answer, opened where it stands: the passage, marked, between what is around it.

import { openSource } from "./api.js";
import { h, icon } from "./dom.js";

const OPENS = /^acore:open:([0-9a-f]{32}):([0-9a-f]{1,64})$/;
const CALLED = /^Source (\d{1,3})$/;

/** The passages that the buttons of a message open, with the marks of what they said, by their numbers in the answer. */
export function openers(item) {
  const found = new Map();
  for (const button of item.buttons.flat()) {
    const [opens, called] = [OPENS.exec(button.id ?? ""), CALLED.exec(button.label)];
    if (opens && called) found.set(Number(called[1]), { passage: opens[1], mark: opens[2] });
  }
  return found;
}

export class Sources {
  #dialog = document.getElementById("source");

  constructor(store, fail) {
    this.fail = fail;
    store.listen((change) => change.kind === "current" && this.#dialog.close());
  }

  /** Shows the passage to the member; where it is gone or was changed, says so. */
  async open(item, opener) {
    try {
      this.#show(await openSource(item.channel, opener));
    } catch (error) {
      this.fail(error.message);
    }
  }

  #show(source) {
    const heading = source.link
      ? h("a", { href: source.link, target: "_blank", rel: "noopener noreferrer" }, source.title)
      : source.title;
    const changed = source.changed ? h("p", { class: "changed" }, "Changed since the answer: this is what stands there now.") : "";
    this.#dialog.replaceChildren(
      h("header", {},
        h("div", {}, h("h2", { id: "source-title", dir: "auto" }, heading), h("small", {}, source.place), changed),
        h("button", { type: "button", class: "round", "aria-label": "Close the source", click: () => this.#dialog.close() }, icon("close"))),
      h("div", { class: "around-it", tabindex: "0", role: "document", "aria-label": "Text of the source" }, source.parts.map(part)),
    );
    if (!this.#dialog.open) this.#dialog.showModal();
    const cited = this.#dialog.querySelector("mark");
    cited.scrollIntoView({ block: "nearest" });
    cited.focus({ preventScroll: true });
  }
}

function part({ text, first, cited }) {
  const lines = text.split("\n").map((line, at) =>
    h("span", { class: "line", "data-line": first === null ? null : String(first + at), dir: "auto" }, line || "\u00a0"),
  );
  return cited ? h("mark", { tabindex: "-1" }, lines) : h("div", { class: "around" }, lines);
}
