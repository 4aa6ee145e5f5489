// What the page knows, and who wants to hear when it changes.

const TYPING_MS = 10_000;
const LIVE_MS = 1800;

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
    for (const name of ["me", "bot", "guild", "users", "commands", "hints", "limits"]) this[name] = state[name];
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
    if (message.author.bot && !message.thinking) {
      message.live = true;
      message.settle = setTimeout(() => this.#settled(room, message.id), LIVE_MS);
    }
    room.items.set(message.id, message);
    this.#stopTyping(room, message.author.id);
    if (fresh && room !== this.current && !message.mine) room.unread += 1;
    this.tell({ kind: "item", room, item: message, fresh });
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
    if (room.items.delete(event.message.id)) this.tell({ kind: "gone", room, item: event.message });
  }

  _typing(room, event) {
    this.#stopTyping(room, event.user.id);
    const timer = setTimeout(() => this.#stopTyping(room, event.user.id), TYPING_MS);
    room.typing.set(event.user.id, { name: event.user.name, timer });
    this.tell({ kind: "typing", room });
  }

  _failed(room, event) {
    this.note(room, { tone: "bad", text: event.text, private: true });
  }

  _turn(room, event) {
    room.turn = event.turn;
    this.tell({ kind: "turn", room });
  }
}
