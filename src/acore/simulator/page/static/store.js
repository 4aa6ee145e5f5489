// What the page knows, and who wants to hear when it changes.

const TYPING_MS = 10_000;
const LIVE_MS = 1800;
const BUSY_MS = 4000;
const EXCERPT = 160;

/** A channel as the page holds it: its messages and notes in order, who types, the last turn. */
class Room {
  constructor(channel) {
    this.channel = channel;
    this.items = new Map();
    this.typing = new Map();
    this.turn = null;
    this.unread = 0;
    this.draft = "";
  }

  get id() {
    return this.channel.id;
  }

  /** Whether the member has said anything here yet. */
  get used() {
    return [...this.items.values()].some((item) => item.mine || item.command);
  }
}

/** Takes the events of the stream and tells listeners what changed: `{kind, room, item, fresh}`. */
export class Store {
  #listeners = [];
  #notes = 0;
  #asked = new Set();
  #forms = new Map();

  constructor() {
    this.ready = false;
    this.connected = true;
    this.rooms = new Map();
    this.current = null;
  }

  listen(listener) {
    this.#listeners.push(listener);
  }

  tell(change) {
    for (const listener of this.#listeners) listener(change);
  }

  hear(event) {
    if (event.kind === "state") this.#everything(event);
    else this[`_${event.kind}`]?.(this.rooms.get(event.channel), event);
  }

  open(id) {
    this.current = this.rooms.get(id);
    this.current.unread = 0;
    this.tell({ kind: "current", room: this.current });
  }

  connection(connected) {
    if (connected === this.connected) return;
    this.connected = connected;
    this.tell({ kind: "connection" });
  }

  /** Adds a note of the page itself, or changes one; returns it. */
  note(room, fields, note = { id: `note-${(this.#notes += 1)}`, note: true, at: new Date().toISOString() }) {
    Object.assign(note, fields);
    const fresh = !room.items.has(note.id);
    room.items.set(note.id, note);
    this.tell({ kind: "item", room, item: note, fresh });
    return note;
  }

  /** This page asked something of the bot: a form that it answers with is for this page, and for no other. */
  asked(id) {
    this.#asked.add(id);
    this.#openForm(id);
  }

  /** A button is pressed: it stays so until the bot did something, or Discord would have given it up. */
  press(message, button) {
    const item = this.rooms.get(message.channel)?.items.get(message.id);
    if (!item) return;
    item.busy = button;
    item.wait = setTimeout(() => this.release(message), BUSY_MS);
    this.tell({ kind: "item", room: this.rooms.get(message.channel), item, fresh: false });
  }

  /** The pressed button of the message can be pressed again. */
  release(message) {
    const room = this.rooms.get(message.channel);
    const item = room?.items.get(message.id);
    if (!item?.busy) return;
    clearTimeout(item.wait);
    item.busy = null;
    this.tell({ kind: "item", room, item, fresh: false });
  }

  #releaseAll(room) {
    for (const item of room.items.values()) if (item.busy) this.release(item);
  }

  userName(id) {
    return this.users[id] ?? "somebody";
  }

  channelName(id) {
    return this.rooms.get(id)?.channel.name ?? "a channel";
  }

  #everything(state) {
    if (this.start !== undefined && state.start !== this.start) {
      this.tell({ kind: "restart" });
      return;
    }
    this.start = state.start;
    this.documents = state.documents;
    const before = this.rooms;
    this.rooms = new Map();
    for (const name of ["me", "bot", "guild", "users", "commands", "apps", "hints", "limits"]) this[name] = state[name];
    for (const channel of state.channels) {
      const room = before.get(channel.id) ?? new Room(channel);
      const notes = [...room.items.values()].filter((item) => item.note);
      const items = [...state.messages[channel.id].map((message) => this.#mine(message)), ...notes];
      items.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
      room.items = new Map(items.map((item) => [item.id, item]));
      room.turn = state.turns[channel.id];
      this.rooms.set(channel.id, room);
    }
    this.current = this.rooms.get(this.current?.id) ?? this.rooms.get(state.channels[0].id);
    this.ready = true;
    this.tell({ kind: "all" });
  }

  #mine(message) {
    return { ...message, mine: message.author.id === this.me.id };
  }

  #put(room, event) {
    const message = this.#mine(event.message);
    const fresh = !room.items.has(message.id);
    const known = room.items.get(message.id);
    clearTimeout(known?.settle);
    clearTimeout(known?.wait);
    if (message.author.bot && !message.thinking) {
      message.live = true;
      message.settle = setTimeout(() => this.#settled(room, message.id), LIVE_MS);
    }
    room.items.set(message.id, message);
    this.#stopTyping(room, message.author.id);
    if (fresh && room !== this.current && !message.mine) room.unread += 1;
    this.tell({ kind: "item", room, item: message, fresh });
    if (!fresh) this.#quote(room, message.id, { author: message.author, text: [...message.text].slice(0, EXCERPT).join("") });
    if (message.pressed) this.release({ channel: room.id, id: message.pressed });
  }

  /** No edit has come for a while: the message is taken as written to its end. */
  #settled(room, id) {
    const message = room.items.get(id);
    if (!message?.live) return;
    message.live = false;
    this.tell({ kind: "settled", room, item: message });
  }

  #stopTyping(room, id) {
    clearTimeout(room.typing.get(id)?.timer);
    if (room.typing.delete(id)) this.tell({ kind: "typing", room });
  }

  _message(room, event) {
    this.#put(room, event);
  }

  _edit(room, event) {
    this.#put(room, event);
  }

  _thinking(room, event) {
    this.#put(room, event);
  }

  _delete(room, event) {
    const { id } = event.message;
    if (room.items.delete(id)) this.tell({ kind: "gone", room, item: event.message });
    this.#quote(room, id, { author: null, text: "" });
  }

  /** Replies show their message as it is now. */
  #quote(room, id, { author, text }) {
    for (const item of room.items.values()) {
      if (item.reply?.id !== id || (item.reply.author && author && item.reply.text === text)) continue;
      item.reply = { id, author, text };
      this.tell({ kind: "item", room, item, fresh: false });
    }
  }

  _modal(room, event) {
    this.#releaseAll(room);
    this.#forms.set(event.id, event);
    this.#openForm(event.id);
  }

  /** The form comes by another way than the answer that says whose it is, so either may be first. */
  #openForm(id) {
    const form = this.#forms.get(id);
    if (!form || !this.#asked.has(id)) return;
    this.#forms.delete(id);
    this.tell({ kind: "form", form });
  }

  _typing(room, event) {
    this.#stopTyping(room, event.user.id);
    const timer = setTimeout(() => this.#stopTyping(room, event.user.id), TYPING_MS);
    room.typing.set(event.user.id, { name: event.user.name, timer });
    this.tell({ kind: "typing", room });
  }

  _failed(room, event) {
    this.#releaseAll(room);
    this.note(room, { tone: "bad", text: event.text, private: true });
  }

  _turn(room, event) {
    room.turn = event.turn;
    this.tell({ kind: "turn", room });
  }
}
