// The forms that the bot opens: shown as a dialog, checked, and sent to it.

import { submit } from "./api.js";
import { h, icon } from "./dom.js";

export class Forms {
  #dialog = document.getElementById("form");

  constructor(store) {
    this.store = store;
    store.listen((change) => {
      if (change.kind === "form") this.#open(change.form);
      if (change.kind === "current") this.#dialog.close();
    });
  }

  #open(form) {
    const fields = form.parts.filter((part) => part.id !== undefined);
    const error = h("p", { class: "error", role: "alert", hidden: true });
    const sheet = h(
      "form",
      { class: "command", autocomplete: "off", novalidate: true, input: () => (error.hidden = true) },
      h("header", {}, h("h2", { id: "form-title", dir: "auto" }, form.title),
        h("button", { type: "button", class: "round", "aria-label": "Close the form", click: () => this.#dialog.close() }, icon("close"))),
      form.parts.map((part) => (part.id === undefined ? h("p", { dir: "auto" }, part.text) : this.#field(part, fields.indexOf(part)))),
      error,
      h("footer", {}, h("small", {}, `This form goes to ${this.store.bot.name}`), h("button", { type: "submit", class: "primary" }, "Submit")),
    );
    sheet.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(form, fields, sheet, error);
    });
    this.#dialog.replaceChildren(sheet);
    if (!this.#dialog.open) this.#dialog.showModal();
    sheet.querySelector("input, textarea")?.focus();
  }

  #field(field, index) {
    const id = `field-${index}`;
    const count = h("small", { id: `${id}-about` });
    const told = () => (count.textContent = [field.about, room(field, length(input.value))].filter(Boolean).join(" · "));
    const common = {
      id,
      dir: "auto",
      "aria-describedby": `${id}-about`,
      required: field.required,
      placeholder: field.placeholder,
      input: () => told(),
      // A new line needs Enter for itself: there the form is sent with Ctrl.
      keydown: (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && input.form.requestSubmit(),
    };
    const input = h(field.paragraph ? "textarea" : "input", field.paragraph ? { ...common, rows: 4 } : { ...common, type: "text" });
    input.value = field.value;
    told();
    return h("div", { class: "field" }, h("label", { for: id }, h("b", { dir: "auto" }, field.label), h("span", {}, field.required ? "required" : "optional")), input, count);
  }

  async #send(form, fields, sheet, error) {
    const inputs = fields.map((_, index) => sheet.querySelector(`#field-${index}`));
    const complain = (words, input) => {
      error.textContent = words;
      error.hidden = false;
      input?.focus();
    };
    for (const [index, field] of fields.entries()) {
      const words = objection(field, length(inputs[index].value));
      if (words) return complain(words, inputs[index]);
    }
    const button = sheet.querySelector(".primary");
    button.disabled = true;
    try {
      const given = Object.fromEntries(fields.map((field, index) => [field.id, inputs[index].value]));
      this.store.asked((await submit(form.id, given)).id);
      this.#dialog.close();
    } catch (refused) {
      complain(refused.message);
    } finally {
      button.disabled = false;
    }
  }
}

// Discord counts characters as Unicode does, and so does acore.
const length = (text) => [...text].length;

function room(field, used) {
  const left = field.most - used;
  if (left < 0) return `${-left} characters over ${field.most}`;
  if (field.least > used) return `at least ${field.least} characters`;
  return left <= 100 || used > 0 ? `${used} of ${field.most}` : `up to ${field.most} characters`;
}

function objection(field, used) {
  if (!used) return field.required ? `“${field.label}” is required.` : "";
  if (used < field.least) return `“${field.label}” needs at least ${field.least} characters; there are ${used}.`;
  return used > field.most ? `“${field.label}” takes up to ${field.most} characters; there are ${used}.` : "";
}
