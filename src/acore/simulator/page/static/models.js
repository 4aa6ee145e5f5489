// Which model answers, those that could, and a form for those that want a key.

import { models, use } from "./api.js";
import { h } from "./dom.js";

const $ = (id) => document.getElementById(id);
const OFFLINE = "extractive";
const SHOWN = 6;

export class Models {
  #seen = null;
  #busy = false;
  #note = h("p", { class: "note", role: "status" });
  #form = h("details", { class: "hosted" });

  constructor(store) {
    this.store = store;
    store.listen((change) => {
      if (change.kind === "all") this.#look();
      else if (change.kind === "current" || (change.kind === "item" && change.fresh)) this.#offer();
    });
  }

  async #look() {
    try {
      this.#take(await models());
    } catch (error) {
      this.#say(error.message, "bad");
    }
  }

  #take(seen) {
    const first = this.#seen === null;
    this.#seen = { ...seen, local: seen.local.length ? seen.local : (this.#seen?.local ?? []) };
    if (first) this.#fill();
    this.#draw();
  }

  #draw() {
    const { engine, model, local } = this.#seen;
    const offline = engine === OFFLINE;
    const back = offline ? [] : [this.#button("Back to offline mode", `llm/${OFFLINE}`)];
    $("model").replaceChildren(
      h("p", { class: "in-use" }, h("b", {}, engine), model && h("span", {}, model), offline && h("span", {}, "offline mode, no language model")),
      this.#note,
      ...local.map((server) => this.#server(server)),
      ...back,
      this.#form,
    );
    this.#offer();
  }

  /** One line where a newcomer can not miss it: a model is running right here. */
  #offer() {
    const { engine, local = [] } = this.#seen ?? {};
    const server = local.find((one) => one.models.length);
    $("offer").hidden = engine !== OFFLINE || !server || this.store.current.used;
    if ($("offer").hidden) return;
    const [model] = server.models;
    $("offer").replaceChildren(`${server.title} runs on this machine. `, this.#button(`Use ${model}`, `${server.engine}/${model}`));
  }

  #server({ engine, title, models: there }) {
    const buttons = there.slice(0, SHOWN).map((model) => this.#button(model, `${engine}/${model}`, this.#isUsed(engine, model)));
    const more = there.length - SHOWN;
    return h(
      "div",
      { class: "server" },
      h("h3", {}, `${title}, on this machine`),
      there.length ? h("div", {}, buttons) : h("p", {}, "It has no model yet."),
      more > 0 && h("p", {}, `and ${more} more: acore use ${engine}/NAME`),
    );
  }

  #isUsed(engine, model) {
    return this.#seen.engine === engine && this.#seen.model === model;
  }

  #button(label, choice, used = false) {
    return h("button", { type: "button", class: "choice", disabled: this.#busy || used, "aria-current": used ? "true" : null, click: () => this.#use(choice) }, h("span", { dir: "auto" }, label));
  }

  #fill() {
    const provider = h("select", { id: "provider" }, this.#seen.hosted.map((one) => h("option", { value: one.engine }, one.title)));
    const model = h("input", { id: "hosted-model", spellcheck: "false", autocapitalize: "off", required: true });
    const key = h("input", { id: "api-key", type: "password", autocomplete: "off", placeholder: "kept in data/secrets.toml" });
    const keys = h("a", { target: "_blank", rel: "noreferrer" }, "Where do I get one?");
    const show = () => {
      const one = this.#seen.hosted.find((each) => each.engine === provider.value);
      model.value = one.model;
      keys.href = one.keys;
    };
    provider.addEventListener("change", show);
    show();
    const submit = async (event) => {
      event.preventDefault();
      if (await this.#use(`${provider.value}/${model.value.trim()}`, key.value.trim() || undefined)) key.value = "";
    };
    this.#form.append(
      h("summary", {}, "Add a key for a hosted model"),
      h(
        "form",
        { submit },
        h("label", {}, "Provider", provider),
        h("label", {}, "Model name", model),
        h("label", {}, "API key", key),
        keys,
        h("button", { type: "submit", class: "choice" }, "Try and use it"),
      ),
    );
  }

  async #use(choice, key) {
    if (this.#busy) return false;
    this.#busy = true;
    this.#say(`Asking ${choice} …`, "busy");
    this.#draw();
    try {
      const used = await use(choice, key);
      if (used.refused) throw new Error(used.refused);
      this.#seen = { ...this.#seen, engine: used.engine, model: used.model };
      this.#say(`${used.model ?? used.engine} answered after ${Math.round(used.ms)} ms, and is in use now. ${used.notes.join(" ")}`.trim(), "good");
      return true;
    } catch (error) {
      this.#say(error.message, "bad");
      return false;
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }

  #say(text, tone) {
    this.#note.className = `note is-${tone}`;
    this.#note.textContent = text;
    if (tone === "bad" && !$("offer").hidden) this.store.note(this.store.current, { tone, title: "Model", text });
    if (tone === "good") this.store.note(this.store.current, { tone, title: "Model", text });
  }
}
