// Where the member writes: the mention, the reply, the limits, and what goes wrong.

import { edit, say } from "./api.js";
import { h, icon } from "./dom.js";
import { plain } from "./message.js";

const NEARLY = 200;
const NARROW = matchMedia("(max-width: 759px)");
const $ = (id) => document.getElementById(id);

export class Composer {
  #text = $("text");
  #chip = $("mention");
  #replying = $("replying");
  #error = $("error");
  #hint = $("hint");
  #reply = null;
  #edited = null;
  #aside = null;
  #mentions = true;
  #sending = Promise.resolve();

  constructor(store) {
    this.store = store;
    $("send").append(icon("send"));
    $("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#chip.addEventListener("click", () => this.#setMention(!this.#mentions));
    this.#text.addEventListener("input", () => this.#typed());
    this.#text.addEventListener("keydown", (event) => this.#pressed(event));
    store.listen((change) => {
      if (change.kind === "all" || change.kind === "current") this.#enter();
      if (change.kind === "gone" && change.item.id === this.#edited?.id) this.#leaveEdit();
    });
  }

  get text() {
    return this.#text.value;
  }

  focus() {
    this.#text.focus();
  }

  /** Runs the command that a text is, or returns why it can not; the palette knows them. */
  runs = () => "";

  /** Empties the box, as after sending. */
  clear() {
    this.#text.value = "";
    this.#typed();
  }

  fail(words) {
    this.#error.textContent = words;
    this.#error.hidden = !words;
  }

  /** What is being written, for the page that takes this one's place. */
  get draft() {
    return this.#aside?.text ?? this.#text.value;
  }

  set draft(text) {
    this.#text.value = text;
    this.#typed();
  }

  /** Aim the next message at this one. */
  reply(message) {
    this.#leaveEdit();
    this.#reply = message;
    this.#show();
    this.focus();
  }

  /** Whether a message is being changed, which is no command whatever it begins with. */
  get editing() {
    return this.#edited !== null;
  }

  /** Change one's own message: it stands in for what was being written, which comes back afterwards. */
  edit(message) {
    this.#aside ??= { text: this.#text.value, mentions: this.#mentions, reply: this.#reply };
    const { bot } = this.store;
    const mention = `<@${bot.id}>`;
    const first = message.text.startsWith(mention);
    [this.#edited, this.#reply, this.#mentions] = [message, null, first];
    this.#text.value = (first ? message.text.slice(mention.length).trimStart() : message.text).replaceAll(mention, `@${bot.name}`);
    this.#show();
    this.#typed();
    this.focus();
  }

  #leaveEdit() {
    if (!this.#edited) return;
    const { text, mentions, reply } = this.#aside;
    [this.#edited, this.#aside, this.#reply, this.#mentions] = [null, null, reply, mentions];
    this.#text.value = text;
    this.#show();
    this.#typed();
  }

  #editLast() {
    const last = [...this.store.current.items.values()].findLast((item) => item.mine && !item.earlier);
    if (last) this.edit(last);
    return Boolean(last);
  }

  /** Ask at once, in the open channel, without touching what is being written. */
  async ask(question) {
    this.fail(await this.#send(this.#addressed(question, true), null));
  }

  #enter() {
    const room = this.store.current;
    if (this.#room && this.#room !== room.id) {
      this.#leaveEdit();
      this.store.rooms.get(this.#room).draft = this.#text.value;
      this.#text.value = room.draft;
      this.#reply = null;
      this.fail("");
    }
    this.#room = room.id;
    this.#show();
    this.#typed();
  }

  #room = null;

  #setMention(mentions) {
    this.#mentions = mentions;
    this.#show();
    this.#typed();
    this.focus();
  }

  #typed() {
    if (!this.#direct && !this.#mentions && /^@(\s|$)/.test(this.#text.value)) {
      this.#text.value = this.#text.value.slice(1).trimStart();
      this.#setMention(true);
    }
    this.fail("");
    this.#text.style.height = "auto";
    this.#text.style.height = `${Math.min(this.#text.scrollHeight, 220)}px`;
    const left = this.#left();
    this.#hint.classList.toggle("is-over", left < 0);
    this.#hint.textContent = left < NEARLY ? this.#count(left) : this.#advice();
    this.#text.dispatchEvent(new CustomEvent("acore:typed"));
  }

  #pressed(event) {
    if (event.defaultPrevented || event.isComposing) return;
    const atStart = this.#text.selectionStart === 0 && this.#text.selectionEnd === 0;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#edited) {
      event.preventDefault();
      this.#leaveEdit();
    } else if (event.key === "Escape" && this.#reply) {
      this.#reply = null;
      this.#show();
    } else if (event.key === "ArrowUp" && !this.#text.value && !this.#edited && !this.#reply) {
      if (this.#editLast()) event.preventDefault();
    } else if (event.key === "Backspace" && atStart && this.#mentions && !this.#chip.hidden) {
      this.#setMention(false);
    }
  }

  get #direct() {
    return this.store.current.channel.direct;
  }

  /** Whether a message needs a mention for the bot to answer; a reply to it is one already. */
  get #mentionable() {
    return !this.#direct && !this.#reply?.author.bot;
  }

  #addressed(text, mentions = this.#mentions) {
    const { bot } = this.store;
    const mention = `<@${bot.id}>`;
    const spelled = text.replace(new RegExp(`(^|\\s)@${escape(bot.name)}\\b`, "giu"), (_, before) => before + mention);
    const needed = mentions && !this.#direct && !spelled.includes(mention);
    return needed && text ? `${mention} ${spelled}` : spelled;
  }

  #outgoing() {
    return this.#addressed(this.#text.value.trim(), this.#mentions && this.#mentionable);
  }

  // Discord counts characters as Unicode does, and so does acore.
  #left() {
    return this.store.limits.text - [...this.#outgoing()].length;
  }

  #count(left) {
    const words = Math.abs(left).toLocaleString("en");
    return left < 0 ? `${words} characters over Discord's ${this.store.limits.text.toLocaleString("en")}` : `${words} characters left`;
  }

  #advice() {
    const { bot } = this.store;
    if (this.#edited) return "Enter saves · Escape leaves it as it is";
    if (this.#direct) return "Enter sends · / for commands";
    if (this.#mentionable && !this.#mentions) return `${bot.name} reads along; it answers when you mention it, reply to it, or write to it directly.`;
    return NARROW.matches ? "Enter sends · / for commands" : "Enter sends · Shift + Enter for a new line · / for commands";
  }

  async #submit() {
    const text = this.#outgoing();
    if (!this.#text.value.trim()) return this.fail("The message is empty. Write something first.");
    if (!this.#edited && /^\/[a-z][\w-]{0,31}(?:\s|$)/iu.test(this.#text.value)) return this.fail(this.runs(this.#text.value));
    if (this.#left() < 0) return this.fail(`${this.#count(this.#left())}. Shorten it, or drop it here as a file and ask about it.`);
    if (this.#edited) return this.#save(text);
    const [typed, reply] = [this.#text.value, this.#reply];
    this.#reply = null;
    this.clear();
    this.#show();
    const refused = await this.#send(text, reply?.id ?? null);
    if (!refused) return;
    if (!this.#text.value) [this.draft, this.#reply] = [typed, reply];
    this.#show();
    this.fail(refused);
  }

  async #save(text) {
    const edited = this.#edited;
    try {
      if (text !== edited.text) await edit(edited, text);
      if (this.#edited === edited) this.#leaveEdit();
    } catch (error) {
      this.fail(error.message);
    }
  }

  /** One after the other, in the order they were written; resolves to why it was refused. */
  #send(text, replyTo) {
    const room = this.store.current.id;
    this.#sending = this.#sending.then(() => say(room, text, replyTo)).then(() => "", (error) => error.message);
    return this.#sending;
  }

  #show() {
    const { bot, current } = this.store;
    this.#chip.hidden = !this.#mentionable;
    this.#chip.setAttribute("aria-pressed", String(this.#mentions));
    this.#chip.textContent = `@${bot.name}`;
    this.#chip.title = this.#mentions ? `Mentions ${bot.name}, so that it answers. Click to leave it out.` : `Click to mention ${bot.name}.`;
    this.#chip.setAttribute("aria-label", `Mention ${bot.name}`);
    this.#text.placeholder = this.#direct ? `Message ${bot.name}` : this.#mentions ? "Ask anything" : `Message #${current.channel.name}`;
    const aim = this.#reply ?? this.#edited;
    this.#replying.hidden = !aim;
    if (aim) this.#replying.replaceChildren(...this.#aimLine(aim));
  }

  /** What the next message replies to, or which one is changed. */
  #aimLine(aim) {
    const stop = () => {
      if (this.#edited) this.#leaveEdit();
      this.#reply = null;
      this.#show();
      this.focus();
    };
    const words = this.#edited ? ["Edit your message"] : ["Reply to ", h("b", {}, aim.author.name)];
    return [
      icon(this.#edited ? "pencil" : "reply"),
      h("span", { dir: "auto" }, words, ` · ${plain(aim.text, this.store).slice(0, 120)}`),
      h("button", { type: "button", class: "round", "aria-label": this.#edited ? "Do not edit" : "Do not reply", click: stop }, icon("close")),
    ];
  }
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
