// Files that are dropped or chosen: sent one after the other, and what became of each.

import { index } from "./api.js";
import { h, icon } from "./dom.js";

const MOST_AT_ONCE = 20;
const $ = (id) => document.getElementById(id);

export class Documents {
  #veil = $("veil");
  #picker = $("picker");
  #waiting = Promise.resolve();
  #over = 0;

  constructor(store) {
    this.store = store;
    this.#veil.querySelector("span").append(icon("file"));
    $("attach").append(icon("clip"));
    const limit = h("small");
    $("choose").append(icon("file"), h("span", {}, h("b", {}, "Drop a file anywhere"), " or choose one"), limit);
    store.listen((change) => {
      if (change.kind !== "all") return;
      limit.textContent = `Text, Markdown, PDF, Word, tables and the like, up to ${store.limits.file / 1e6} MB`;
      $("documents").replaceChildren(...store.documents.slice(-MOST_AT_ONCE).map((name) => this.#row(name, true)));
    });
    for (const id of ["attach", "choose"]) $(id).addEventListener("click", () => this.#picker.click());
    this.#picker.addEventListener("change", () => {
      this.#take([...this.#picker.files]);
      this.#picker.value = "";
    });
    this.#watchDrops();
  }

  #watchDrops() {
    const withFiles = (event) => event.dataTransfer?.types.includes("Files");
    const show = (change) => {
      this.#over = Math.max(0, this.#over + change);
      this.#veil.hidden = this.#over === 0;
    };
    addEventListener("dragenter", (event) => withFiles(event) && show(1));
    addEventListener("dragleave", (event) => withFiles(event) && show(-1));
    addEventListener("dragover", (event) => withFiles(event) && event.preventDefault());
    addEventListener("drop", (event) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      show(-this.#over);
      this.#take([...event.dataTransfer.files]);
    });
  }

  #take(files) {
    const room = this.store.current;
    if (files.length > MOST_AT_ONCE) {
      this.store.note(room, { tone: "bad", title: `${files.length} files`, text: `Drop up to ${MOST_AT_ONCE} at once, or index a folder with “acore index PATH”.` });
      return;
    }
    for (const file of files) {
      const note = this.store.note(room, { tone: "busy", title: file.name, text: "Indexing…" });
      this.#waiting = this.#waiting.then(() => this.#send(file, room, note));
    }
  }

  async #send(file, room, note) {
    const change = (fields) => this.store.note(room, fields, note);
    const most = this.store.limits.file;
    if (file.size > most) {
      change({ tone: "bad", text: `It has ${Math.ceil(file.size / 1e6)} MB; ${most / 1e6} MB is the most. Split it into smaller files.` });
      return;
    }
    if (!(await readable(file))) {
      change({ tone: "bad", text: "It can not be read. If it is a folder, drop the files in it." });
      return;
    }
    try {
      const report = await index(file, room.id);
      if (report.message) return change({ tone: "good", text: "Sent: I listen to it, and answer." });
      change(outcome(report));
    } catch (error) {
      change({ tone: "bad", text: error.message });
    }
    this.#list(file.name, note.tone === "good");
  }

  #list(name, taken) {
    const list = $("documents");
    list.prepend(this.#row(name, taken));
    list.children[MOST_AT_ONCE]?.remove();
  }

  #row(name, taken) {
    return h("li", { class: taken ? null : "is-refused" }, icon(taken ? "check" : "alert"), h("span", { dir: "auto" }, plain(name)), h("small", {}, taken ? "indexed" : "refused"));
  }
}

/** The name without marks that turn the writing around and make it read as another one. */
function plain(name) {
  return name.replace(/[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

/** A folder is given as a file that can not be read. */
async function readable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function outcome(report) {
  const refusal = report.refused[0];
  if (!report.question) return { tone: "bad", text: refusal?.reason ?? "There was no text in it to index." };
  const known = report.indexed.length === 0;
  return { tone: "good", text: known ? "I know this one already: ask me about it." : "Indexed: ask me about it.", question: report.question };
}
