// The microphone: asked for once, and heard in pieces until it is let go.

const RATE = 16_000;
const WANTED = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const REFUSALS = {
  NotAllowedError: "The browser keeps the microphone from this page. Allow it by the icon beside the address, then press the microphone again.",
  NotFoundError: "There is no microphone. Connect one, then press the microphone again.",
  NotReadableError: "Another program holds the microphone. Close it there, then press the microphone again.",
};

export class Microphone {
  #context = null;
  #stream = null;

  /** Samples a second of the pieces. */
  get rate() {
    return this.#context?.sampleRate ?? RATE;
  }

  /** Opens it; `hear(samples)` takes the pieces, `lost()` is told when it is unplugged. Rejects with words for the member. */
  async open(hear, lost) {
    // Browsers keep it from pages of other machines that come without encryption.
    if (!navigator.mediaDevices) throw new Error(`A browser gives its microphone to pages of this machine. Open http://127.0.0.1:${location.port} there.`);
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: WANTED });
    } catch (error) {
      throw new Error(REFUSALS[error.name] ?? `The microphone can not be opened: ${error.message}`);
    }
    this.#stream.getAudioTracks()[0].addEventListener("ended", lost);
    try {
      await this.#listen(RATE, hear);
    } catch {
      // Some browsers do not change the rate of a microphone: acore does it then.
      await this.#context?.close();
      await this.#listen(undefined, hear);
    }
  }

  close() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#context?.close();
    this.#context = this.#stream = null;
  }

  async #listen(sampleRate, hear) {
    this.#context = new AudioContext({ sampleRate });
    await this.#context.audioWorklet.addModule("/playground/static/recorder.js");
    const recorder = new AudioWorkletNode(this.#context, "acore-recorder", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    recorder.port.addEventListener("message", (event) => hear(event.data));
    recorder.port.start();
    this.#context.createMediaStreamSource(this.#stream).connect(recorder);
    await this.#context.resume();
  }
}
