// The slash commands: a list that opens with "/", and a form for the options of the chosen one.

import { run } from "./api.js";
import { h, icon } from "./dom.js";

const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const NUMBER = 10;
const FILE = 11;
const $ = (id) => document.getElementById(id);

const LONGEST_NAME = 60;

/** What was typed, on one line, as Discord takes it for a command. */
const flat = (text) => text.slice(1).replace(/\s+/gu, " ").trimStart();

/** What was typed behind a command, by option: `name: value` for each, or all of it for the first one. */
function spread(typed, options) {
  const names = options.map((option) => option.name).join("|");
  const [first, ...rest] = typed.split(new RegExp(`(?:^|\\s+)(${names}):\\s*`, "u"));
  const given = first.trim() ? { [options[0].name]: first.trim() } : {};
  for (let at = 0; at < rest.length; at += 2) given[rest[at]] = rest[at + 1].trim();
  return given;
}

export class Palette {
  #box = $("palette");
  #form = $("command");
  #text = $("text");
  #found = [];
  #chosen = 0;
  #dismissed = false;

  constructor(store, composer) {
    this.store = store;
    this.composer = composer;
    composer.runs = (text) => this.#take(text);
    this.#text.addEventListener("acore:typed", () => this.#typed());
    // Before the composer's own listener, which sends on Enter.
    this.#text.addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
    this.#form.addEventListener("input", () => (this.#form.querySelector(".error").hidden = true));
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#form.addEventListener("keydown", (event) => event.key === "Escape" && this.#leave());
    store.listen((change) => {
      if (change.kind === "current") this.#leave(false);
    });
  }

  get #open() {
    return !this.#box.hidden;
  }

  #typed() {
    const text = this.composer.text;
    if (!text.startsWith("/")) this.#dismissed = false;
    const begins = text.startsWith("/") && (flat(text).length <= LONGEST_NAME || this.#named(text));
    if (!begins || this.#dismissed || this.composer.editing) return this.#close();
    const wanted = flat(text).toLowerCase();
    const { commands } = this.store;
    this.#found = commands.filter((command) => command.name.startsWith(wanted) || wanted.startsWith(`${command.name} `));
    if (!this.#found.length) this.#found = commands.filter((command) => command.name.includes(wanted));
    this.#chosen = 0;
    this.#show();
  }

  #show() {
    this.#box.hidden = false;
    this.#text.setAttribute("role", "combobox");
    this.#text.setAttribute("aria-expanded", "true");
    const rows = this.#found.map((command, index) => this.#row(command, index));
    const none = h("p", { class: "none" }, this.store.commands.length ? "No command has that name." : "The bot has not registered any commands yet.");
    this.#box.replaceChildren(...(rows.length ? rows : [none]));
    this.#point(this.#chosen);
  }

  #row(command, index) {
    const options = command.options.map((option) =>
      h("span", { class: option.required ? "option is-required" : "option" }, option.required ? option.name : `${option.name}?`),
    );
    return h(
      "div",
      { role: "option", id: `command-${index}`, "aria-selected": "false", mousemove: () => this.#point(index), click: () => this.#choose(index) },
      icon("slash"),
      h("div", {}, h("b", {}, command.name), options),
      h("small", {}, command.description),
    );
  }

  #point(index) {
    this.#chosen = index;
    const rows = [...this.#box.querySelectorAll('[role="option"]')];
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    rows[index]?.scrollIntoView({ block: "nearest" });
    if (rows[index]) this.#text.setAttribute("aria-activedescendant", rows[index].id);
  }

  #close() {
    this.#box.hidden = true;
    for (const name of ["role", "aria-expanded", "aria-activedescendant"]) this.#text.removeAttribute(name);
  }

  #pressed(event) {
    if (!this.#open || event.isComposing) return;
    const count = this.#found.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) this.#point((this.#chosen + step + count) % count);
    else if ((event.key === "Enter" || event.key === "Tab") && count && !event.shiftKey) this.#choose(this.#chosen);
    else if (event.key === "Escape") {
      this.#dismissed = true;
      this.#close();
    } else return;
    event.preventDefault();
  }

  /** The command that a text begins with, by its whole name. */
  #named(text) {
    const wanted = `${flat(text).toLowerCase()} `;
    return this.store.commands.find((command) => wanted.startsWith(`${command.name} `));
  }

  /** Takes the command that was written out, however that came into the box; returns why there is none. */
  #take(text) {
    const command = this.#named(text);
    if (command) this.#begin(command);
    const [first] = flat(text).split(" ");
    const names = this.store.commands.map((known) => `/${known.name}`);
    const close = names.filter((name) => name.startsWith(`/${first.toLowerCase()} `));
    return command ? "" : `There is no command /${first}. There are ${(close.length ? close : names).join(", ")}.`;
  }

  #choose(index) {
    this.#begin(this.#found[index]);
  }

  /** One without options runs at once, for the others a form opens. */
  #begin(command) {
    const rest = flat(this.composer.text).slice(command.name.length).trim();
    this.#close();
    this.composer.clear();
    if (command.options.length) this.#ask(command, rest);
    else this.#run(command, {});
  }

  #ask(command, rest) {
    const given = spread(rest, command.options);
    const fields = command.options.map((option) => this.#field(option, given[option.name] ?? ""));
    this.#form.replaceChildren(
      h("header", {}, icon("slash"), h("b", {}, command.name), h("small", {}, command.description),
        h("button", { type: "button", class: "round", "aria-label": "Leave the command", click: () => this.#leave() }, icon("close"))),
      ...fields,
      h("p", { class: "error", role: "alert", hidden: true }),
      h("footer", {}, h("small", {}, "Enter runs it · Escape leaves"), h("button", { type: "submit", class: "primary" }, "Run")),
    );
    this.#form.dataset.command = command.name;
    this.#form.hidden = false;
    $("composer").hidden = true;
    $("hint").hidden = true;
    this.#form.querySelector("input, select")?.focus();
  }

  #field(option, value) {
    const id = `option-${option.name}`;
    return h(
      "div",
      { class: "field" },
      h("label", { for: id }, h("b", {}, option.name), h("span", {}, option.required ? "required" : "optional")),
      this.#input(option, id, value),
      h("small", { id: `${id}-about` }, option.description),
    );
  }

  #input(option, id, value) {
    const common = { id, name: option.name, "aria-describedby": `${id}-about`, required: option.required };
    if (option.type === FILE) return h("input", { ...common, type: "file" });
    const offered = this.#offered(option);
    if (!offered) {
      const numeric = option.type === INTEGER ? "numeric" : option.type === NUMBER ? "decimal" : null;
      return h("input", { ...common, type: "text", dir: "auto", inputmode: numeric, maxlength: option.max_length, value });
    }
    const choices = offered.map(([name], index) => h("option", { value: index }, name));
    return h("select", common, option.required ? null : h("option", { value: "" }, "–"), choices);
  }

  /** What can be chosen for an option, as pairs of a name and a value; null where it is written freely. */
  #offered(option) {
    if (option.choices.length) return option.choices.map((choice) => [choice.name, choice.value]);
    if (option.type === BOOLEAN) return [["yes", true], ["no", false]];
    if (option.type === USER) return Object.entries(this.store.users).map(([id, name]) => [`@${name}`, id]);
    if (option.type !== CHANNEL) return null;
    return [...this.store.rooms.values()].filter((room) => !room.channel.direct).map((room) => [`#${room.channel.name}`, room.id]);
  }

  #submit(event) {
    event.preventDefault();
    const command = this.store.commands.find((known) => known.name === this.#form.dataset.command);
    const options = {};
    for (const option of command.options) {
      const input = this.#form.elements[option.name];
      const given = input.value.trim();
      if (!given && option.required) return this.#complain(input, `${option.name} is required: ${option.description}`);
      if (!given) continue;
      const value = option.type === FILE ? input.files[0] : this.#value(option, given);
      if (value.size > this.store.limits.file) return this.#complain(input, `${value.name} is over ${this.store.limits.file / 1e6} MB.`);
      if (Number.isNaN(value)) return this.#complain(input, `${option.name} has to be ${option.type === INTEGER ? "a whole number" : "a number"}.`);
      options[option.name] = value;
    }
    return this.#run(command, options);
  }

  #value(option, given) {
    const offered = this.#offered(option);
    if (offered) return offered[Number(given)][1];
    if (option.type === INTEGER) return /^[+-]?\d+$/.test(given) ? Number(given) : Number.NaN;
    return option.type === NUMBER ? Number(given.replace(",", ".")) : given;
  }

  #complain(input, words) {
    const error = this.#form.querySelector(".error");
    error.textContent = words;
    error.hidden = false;
    input?.focus();
  }

  async #run(command, options) {
    try {
      this.store.asked((await run(this.store.current.id, command.name, options)).id);
      this.#leave();
    } catch (error) {
      if (this.#form.hidden) this.composer.fail(error.message);
      else this.#complain(null, error.message);
    }
  }

  #leave(focus = true) {
    this.#close();
    this.#form.hidden = true;
    this.#form.replaceChildren();
    $("composer").hidden = false;
    $("hint").hidden = false;
    if (focus) this.composer.focus();
  }
}
