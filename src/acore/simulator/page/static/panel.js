// How the last answer came about, and the questions to try.

import { h, icon } from "./dom.js";

const $ = (id) => document.getElementById(id);
const FINISHES = { length: "cut at the length limit", tool_calls: "ended in a tool call", filtered: "filtered by the model's provider", withheld: "ended before it told its instructions" };

export class Panel {
  #panel = $("panel");
  #toggle = $("show-panel");

  constructor(store, ask) {
    this.store = store;
    this.ask = ask;
    this.#toggle.append(icon("gauge"));
    $("hide-panel").append(icon("close"));
    this.#toggle.addEventListener("click", () => this.#show(!this.#panel.classList.contains("is-open")));
    $("hide-panel").addEventListener("click", () => this.#show(false));
    addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.#show(false));
    store.listen((change) => {
      const here = change.room === store.current && (change.kind === "turn" || (change.kind === "item" && change.fresh));
      if (here || change.kind === "all" || change.kind === "current") this.#draw();
    });
  }

  #show(open) {
    const before = this.#panel.classList.contains("is-open");
    this.#panel.classList.toggle("is-open", open);
    this.#toggle.setAttribute("aria-expanded", String(open));
    if (open && !before) $("hide-panel").focus();
    if (!open && before) this.#toggle.focus();
  }

  #draw() {
    const { turn } = this.store.current;
    $("turn").replaceChildren(...(turn ? facts(turn) : [h("p", { class: "empty" }, "Ask something, and this shows how the answer came about.")]));
    const ask = (hint) => {
      this.#show(false);
      this.ask(hint);
    };
    $("ideas").hidden = !this.store.current.used;
    $("ideas").querySelector("div").replaceChildren(
      ...this.store.hints.map((hint) => h("button", { type: "button", class: "try", click: () => ask(hint) }, h("span", { dir: "auto" }, hint), icon("arrow"))),
    );
  }
}

function facts(turn) {
  const rest = turn.total_ms - turn.first_delta_ms;
  const wordless = turn.failure && rest === 0;
  const parts = [
    ["search", turn.retrieval_ms],
    ["first words", turn.first_delta_ms - turn.retrieval_ms],
    ["writing", rest],
  ];
  const rows = [
    ["Passages found", String(turn.passages)],
    ...(turn.used || turn.unused?.length ? [["Used as sources", String(turn.used)]] : []),
    ...(wordless ? [] : [["Until the first words", duration(turn.first_delta_ms)]]),
    ["In all", duration(turn.total_ms)],
  ];
  if (turn.usage) rows.push(["Tokens in · out", `${turn.usage.input} · ${turn.usage.output}`]);
  if (turn.call) rows.push(...way(turn.call));
  if (FINISHES[turn.finish]) rows.push(["Ended", FINISHES[turn.finish]]);
  if (turn.failure) rows.push(["Broke off", turn.failure]);
  // Of an answer without an end it is not always told who was giving it.
  const told = turn.call || !(turn.failure || turn.finish === "withheld");
  const [engine, model] = told ? [turn.engine, turn.model] : ["Not a whole answer", null];
  return [
    h("p", { class: "engine" }, h("b", {}, engine), model && h("span", {}, model)),
    timeline(parts, Math.max(turn.total_ms, 0.001)),
    h("dl", {}, rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    turn.unused?.length > 0 && unused(turn.unused),
  ].filter(Boolean);
}

/** What was found and given to the model, and is no source of the answer. */
function unused(titles) {
  return h("details", { class: "unused" }, h("summary", {}, `Not used: ${titles.length}`), h("ul", {}, titles.map((title) => h("li", { dir: "auto" }, title))));
}

function way(call) {
  const rows = [];
  if (call.route) rows.push(["Route", call.route]);
  if (call.reason) rows.push(["Because", call.reason]);
  if (call.cached) rows.push(["From", "an earlier answer"]);
  if (call.coalesced) rows.push(["From", "a call that somebody else began"]);
  if (call.tries > 1) rows.push(["Tries", String(call.tries)]);
  if (call.queued_s >= 0.001) rows.push(["In line", duration(call.queued_s * 1000)]);
  if (call.cost > 0) rows.push(["Cost", call.cost.toFixed(call.cost < 0.01 ? 6 : 2)]);
  return rows;
}

function timeline(parts, total) {
  const bar = h("div", { class: "bar", "aria-hidden": "true" });
  const legend = h("ul", { class: "legend" });
  parts.forEach(([name, ms], index) => {
    const part = h("i", { class: `part-${index}` });
    part.style.flexGrow = String(Math.max(ms / total, 0.02));
    bar.append(part);
    legend.append(h("li", {}, h("i", { class: `part-${index}` }), name, h("b", {}, duration(ms))));
  });
  return h("div", { class: "timeline" }, bar, legend);
}

function duration(ms) {
  if (ms < 10) return `${Math.max(ms, 0).toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
