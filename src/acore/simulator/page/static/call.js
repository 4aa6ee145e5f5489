// The line of the microphone to acore: sound goes out, and what was heard and is answered comes back.

const TOKEN = document.querySelector('meta[name="acore-token"]').content;
const LOST = "The line to acore is lost. Press the microphone to try again.";

export class Call {
  #socket = null;

  /** The channel it talks in. */
  channel = null;

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Calls acore; `told(event)` takes what it says, `play(samples, rate)` its sound, `lost(words)` its end. */
  dial(channel, rate, { told, play, lost }) {
    this.hangUp();
    this.channel = channel;
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/playground/voice`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      let words = LOST;
      socket.addEventListener("open", () => socket.send(JSON.stringify({ kind: "open", token: TOKEN, channel, rate })));
      socket.addEventListener("message", ({ data }) => {
        if (socket !== this.#socket) return;
        if (typeof data !== "string") return play(new Int16Array(data, 4), new DataView(data).getUint32(0, true));
        const event = JSON.parse(data);
        if (event.kind === "refused") words = event.why;
        if (event.kind === "ready") resolve();
        else told(event);
      });
      socket.addEventListener("close", () => {
        // Who hung up, or calls another channel by now, waits for this one no longer.
        if (socket !== this.#socket) return;
        reject(new Error(words));
        this.#socket = null;
        lost(words);
      });
    });
  }

  /** Say one of the words that calls.py knows. */
  say(kind) {
    if (this.open) this.#socket.send(JSON.stringify({ kind }));
  }

  /** Send sound. */
  send(samples) {
    if (this.open) this.#socket.send(samples);
  }

  hangUp() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
