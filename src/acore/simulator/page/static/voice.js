// Talking: a button that is held, or a conversation hands-free; the reply is heard while it is written.

import { Call } from "./call.js";
import { h, icon } from "./dom.js";
import { hold } from "./holding.js";
import { Microphone } from "./microphone.js";
import { Player } from "./player.js";

const $ = (id) => document.getElementById(id);
const PRE_ROLL = 8;
const WHILE_WAKING = 1500;
const LATE_MS = 120;
const STOPPABLE = ["held", "latched", "thinking", "speaking"];
const WORDS = {
  asking: "May I use the microphone? Your browser asks you.",
  waking: "Listening… the voice is waking up.",
  idle: "Hold the microphone, or the space bar, and talk.",
  held: "Listening… let go when you are done.",
  latched: "Listening… press again when you are done.",
  listening: "Listening. Just talk.",
  hearing: "I hear you…",
  thinking: "Thinking…",
  speaking: "Speaking…",
};
const GONE = "The microphone is gone. Connect it, then press the microphone again.";
const FAILURE = /^(.*?)((?:pip install|acore (?:use|models|doctor)) .+?)([.)]?)$/s;

export class Voice {
  #state = "off";
  #call = new Call();
  #microphone = new Microphone();
  #player = new Player(() => this.#silent());
  #latest = [];
  #latched = false;
  #wanted = false;
  #whole = false;
  #ender = 0;
  #handsFree = false;
  #replying = false;
  #hushed = 0;
  #trouble = "";

  constructor(store) {
    this.store = store;
    $("talk").append(icon("mic"));
    $("hush").prepend(icon("stop"));
    $("hang-up").append(icon("close"));
    hold($("talk"), { press: () => this.#press(), release: (tapped) => this.#release(tapped), space: () => this.#call.open });
    addEventListener("keydown", (event) => event.key === "Escape" && STOPPABLE.includes(this.#state) && this.#hush());
    $("hush").addEventListener("click", () => this.#hush());
    $("hang-up").addEventListener("click", () => this.#close());
    $("hands-free").addEventListener("click", () => this.#toggle());
    $("mute").addEventListener("click", () => this.#setVolume(Number($("volume").value), $("mute").getAttribute("aria-pressed") !== "true"));
    $("volume").addEventListener("input", () => this.#setVolume(Number($("volume").value), false));
    this.#setVolume(Number(localStorage.getItem("acore.volume") ?? 100), false);
    store.listen((change) => {
      if (change.kind === "current" && this.#call.open && store.current.id !== this.#call.channel) this.#move();
    });
  }

  #press() {
    this.#player.wake();
    [this.#wanted, this.#whole] = [true, false];
    if (this.#state === "latched") this.#end();
    else if (this.#call.open && this.#state !== "waking") this.#begin();
    else if (this.#state === "off" || this.#state === "failed") this.#open();
  }

  #release(tapped) {
    if (this.#state === "held" && tapped) this.#show("latched");
    else if (this.#state === "held") this.#end();
    else if (this.#state === "waking") [this.#latched, this.#whole] = [tapped, !tapped];
    // The browser's question takes the pointer away: whoever answered it has said nothing yet.
    else if (this.#state === "asking") [this.#latched, this.#wanted] = [tapped, tapped];
  }

  #begin() {
    if (this.#handsFree) this.#setHandsFree(false);
    this.#quiet();
    this.#hushed += 1;
    clearTimeout(this.#ender);
    this.#call.say("begin");
    this.#sendLatest();
    this.#show(this.#latched ? "latched" : "held");
  }

  #end() {
    this.#latched = this.#wanted = false;
    this.#show("thinking");
    // What was said last is still on its way through the machine.
    this.#ender = setTimeout(() => {
      this.#ender = 0;
      this.#call.say("end");
    }, LATE_MS);
  }

  async #open() {
    this.#trouble = "";
    try {
      this.#show("asking");
      await this.#microphone.open((piece) => this.#heard(piece), () => this.#fail(GONE));
      if (this.#state === "asking") await this.#dial();
    } catch (error) {
      if (this.#state !== "off") this.#fail(error.message);
    }
    if (this.#state === "waking") this.#awake();
    else if (!this.#call.open) this.#microphone.close();
  }

  /** The voice is ready: what was pressed last, before it was, holds. */
  #awake() {
    if (this.#wanted) {
      const whole = this.#whole;
      this.#begin();
      if (whole) this.#end();
    } else if (this.#handsFree) this.#listen();
    else this.#show("idle");
  }

  #dial() {
    this.#show("waking");
    this.#hushed = 0;
    return this.#call.dial(this.store.current.id, this.#microphone.rate, {
      told: (event) => this.#told(event),
      play: (samples, rate) => this.#play(samples, rate),
      lost: (words) => this.#state !== "waking" && this.#fail(words),
    });
  }

  /** The member went to another channel: the conversation goes with them. */
  async #move() {
    this.#quiet();
    this.#latched = this.#wanted = false;
    try {
      await this.#dial();
    } catch (error) {
      return this.#state === "waking" && this.#fail(error.message);
    }
    return this.#state === "waking" && this.#awake();
  }

  #heard(piece) {
    let power = 0;
    for (const sample of piece) power += sample * sample;
    const level = Math.min(1, Math.sqrt(power / piece.length) / 6000);
    $("voice").style.setProperty("--level", level.toFixed(3));
    // The first words are not lost while the voice is still waking up.
    this.#latest.push(piece);
    const meant = this.#state === "waking" && (this.#wanted || this.#handsFree);
    this.#latest.splice(0, this.#latest.length - (meant ? WHILE_WAKING : PRE_ROLL));
    if (this.#handsFree || this.#ender || this.#state === "held" || this.#state === "latched") this.#call.send(piece);
  }

  #told(event) {
    if (event.kind === "interrupted") {
      // It answers every order to be silent; what it does by itself silences what is playing.
      if (this.#hushed > 0) this.#hushed -= 1;
      else this.#quiet();
      return;
    }
    if (this.#hushed > 0) return;
    if (event.kind === "started") this.#show("hearing");
    else if (event.kind === "heard") {
      this.#replying = true;
      this.#show("thinking");
    } else if (event.kind === "unheard") this.#rest("I did not catch that. Try again, a little closer to the microphone.");
    else if (event.kind === "fell_back") this.store.note(this.store.current, { tone: "bad", title: "Voice", text: event.why });
    else if (event.kind === "failed") this.#trouble = event.why;
    else if (event.kind === "enough") this.#show("thinking");
    else if (event.kind === "replied") {
      this.#replying = false;
      this.#silent();
    } else if (event.kind === "answered") this.#answered();
  }

  #play(samples, rate) {
    if (this.#hushed > 0) return;
    this.#player.play(samples, rate);
    this.#show("speaking");
  }

  #silent() {
    if (this.#replying || this.#player.playing) return;
    if (this.#state === "speaking" || this.#state === "thinking") this.#rest(this.#trouble);
    this.#trouble = "";
  }

  /** All is said; a conversation that went on by itself does not end so unless something broke. */
  #answered() {
    this.#replying = false;
    if (this.#handsFree) {
      this.#setHandsFree(false);
      this.#rest(this.#trouble);
    } else this.#silent();
  }

  #rest(words = "") {
    this.#show(this.#handsFree ? "listening" : "idle", words);
  }

  #quiet() {
    this.#replying = false;
    this.#player.hush();
  }

  #hush() {
    clearTimeout(this.#ender);
    this.#ender = 0;
    this.#latched = this.#wanted = false;
    this.#quiet();
    this.#hushed += 1;
    this.#call.say("stop");
    this.#rest();
  }

  #toggle() {
    this.#player.wake();
    this.#setHandsFree(!this.#handsFree);
    this.#wanted = this.#latched = false;
    if (this.#state === "off" || this.#state === "failed") return this.#open();
    if (this.#state === "asking" || this.#state === "waking") return undefined;
    if (this.#handsFree) return this.#listen();
    this.#quiet();
    this.#hushed += 1;
    this.#call.say("deaf");
    return this.#rest();
  }

  #listen() {
    this.#quiet();
    this.#hushed += 1;
    this.#call.say("listen");
    this.#sendLatest();
    this.#show("listening");
  }

  #sendLatest() {
    for (const piece of this.#latest) this.#call.send(piece);
    this.#latest = [];
  }

  #setHandsFree(on) {
    this.#handsFree = on;
    $("hands-free").setAttribute("aria-pressed", String(on));
  }

  #setVolume(percent, muted) {
    $("volume").value = percent;
    $("mute").setAttribute("aria-pressed", String(muted));
    $("mute").replaceChildren(icon(muted || percent === 0 ? "mute" : "sound"));
    this.#player.volume = muted ? 0 : percent / 100;
    localStorage.setItem("acore.volume", String(percent));
  }

  #fail(words) {
    this.#shut();
    this.#show("failed", words);
  }

  #close() {
    this.#shut();
    this.#show("off");
    $("talk").focus();
  }

  #shut() {
    this.#quiet();
    this.#call.hangUp();
    this.#microphone.close();
    this.#setHandsFree(false);
    this.#latest = [];
    clearTimeout(this.#ender);
    this.#wanted = this.#latched = false;
    this.#ender = 0;
  }

  #show(state, words = "") {
    const said = words || (WORDS[state] ?? "");
    const [, before, command, after] = said.match(FAILURE) ?? [];
    this.#state = state;
    $("voice").hidden = state === "off";
    $("voice").dataset.state = state;
    $("voice-state").replaceChildren(...(command ? [before, h("code", {}, command), after] : [said]));
    $("hush").hidden = state !== "speaking" && !(state === "thinking" && this.#replying);
    const on = state === "held" || state === "latched";
    $("talk").setAttribute("aria-pressed", String(on));
    $("talk").classList.toggle("is-on", on);
  }
}
