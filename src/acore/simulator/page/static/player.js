// Plays sound that comes in pieces, one behind the other without a gap, until it is hushed.

const AHEAD_S = 0.06;

export class Player {
  #context = null;
  #gain = null;
  #until = 0;
  #playing = new Set();
  #volume = 1;

  /** `silent()` is told whenever all there was has been played. */
  constructor(silent) {
    this.silent = silent;
  }

  get playing() {
    return this.#playing.size > 0;
  }

  /** How loud, from 0 to 1. */
  set volume(volume) {
    this.#volume = volume;
    this.#gain?.gain.setTargetAtTime(volume, this.#context.currentTime, 0.02);
  }

  /** Browsers make no sound before the member has done something: call it when they do. */
  wake() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#gain = new GainNode(this.#context, { gain: this.#volume });
      this.#gain.connect(this.#context.destination);
    }
    this.#context.resume();
  }

  /** Play the 16-bit samples behind all that came before. */
  play(samples, rate) {
    if (!this.#context || samples.length === 0) return;
    const buffer = this.#context.createBuffer(1, samples.length, rate);
    buffer.copyToChannel(Float32Array.from(samples, (sample) => sample / 32768), 0);
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#gain);
    source.addEventListener("ended", () => {
      if (this.#playing.delete(source) && !this.playing) this.silent();
    });
    this.#until = Math.max(this.#until, this.#context.currentTime + AHEAD_S);
    source.start(this.#until);
    this.#until += buffer.duration;
    this.#playing.add(source);
  }

  /** Nothing of what is waiting is played. */
  hush() {
    const playing = [...this.#playing];
    this.#playing.clear();
    this.#until = 0;
    for (const source of playing) source.stop();
  }
}
