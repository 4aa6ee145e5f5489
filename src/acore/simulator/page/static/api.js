// The page's line to acore: orders go out as POSTs with this start's token, news come in as events.

const TOKEN = document.querySelector('meta[name="acore-token"]').content;
const SILENCE_MS = 25_000;
const RETRY_MS = [500, 1000, 2000, 4000, 8000];
const UNREACHABLE = "acore can not be reached. Is it still running in your terminal?";

async function send(path, request) {
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Error(UNREACHABLE);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `acore answered with an error (${response.status}); its log says why.`);
  return answer;
}

function post(path, body, type) {
  return send(path, { method: "POST", headers: { "X-Acore-Token": TOKEN, "Content-Type": type }, body });
}

function order(path, asked) {
  return post(path, JSON.stringify(asked), "application/json");
}

const at = ({ channel, id }) => `/playground/channels/${channel}/messages/${id}`;

/** Write a message; rejects, as all of these do, with words for the member. */
export function say(channel, text, replyTo) {
  return order(`/playground/channels/${channel}/messages`, { text, reply_to: replyTo });
}

/** Change a message. */
export function edit(message, text) {
  const headers = { "X-Acore-Token": TOKEN, "Content-Type": "application/json" };
  return send(at(message), { method: "PATCH", headers, body: JSON.stringify({ text }) });
}

/** Delete a message. */
export function remove(message) {
  return send(at(message), { method: "DELETE", headers: { "X-Acore-Token": TOKEN } });
}

/** Press a button of a message; resolves, as all that ask the bot do, to the `id` of what was asked. */
export function press(message, button) {
  return order(`${at(message)}/buttons`, { button });
}

/** A passage that an answer rests on, where it stands, and whether it says what it said; rejects where it is gone. */
export function openSource(channel, { passage, mark }) {
  return order(`/playground/channels/${channel}/sources`, { passage, mark });
}

/** Run a command of the message's menu. */
export function useApp(message, command) {
  return order(`${at(message)}/apps`, { command });
}

/** Send the form that the bot opened for what was asked. */
export function submit(asked, fields) {
  return order(`/playground/forms/${asked}`, { fields });
}

/** Run a slash command; a file among the options is given as a File. */
export async function run(channel, command, options) {
  const ready = {};
  for (const [name, value] of Object.entries(options)) ready[name] = value instanceof File ? await packed(value) : value;
  return order(`/playground/channels/${channel}/commands`, { command, options: ready });
}

/** A file as JSON takes it. */
function packed(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve({ name: file.name, data: reader.result.slice(reader.result.indexOf(",") + 1) }));
    reader.addEventListener("error", () => reject(new Error(`“${file.name}” can not be read any more. Choose it anew.`)));
    reader.readAsDataURL(file);
  });
}

/** Have a file indexed, or a recording sent to the channel; resolves to what became of it, rejects with words. */
export function index(file, channel) {
  const where = `name=${encodeURIComponent(file.name)}&channel=${channel}`;
  return post(`/playground/files?${where}`, file, "application/octet-stream");
}

/** Which model answers, and which could. */
export function models() {
  return send("/playground/models", {});
}

/** Use another model, with the key it needs; resolves once it has answered a real question, rejects with words why not. */
export function use(choice, key) {
  return order("/playground/models", { choice, key });
}

/**
 * Follow the events for as long as the page lives. A stream that breaks, or is silent for too long,
 * is opened anew after a growing pause; `tell(connected)` says how it stands.
 */
export function follow(hear, tell) {
  let failures = 0;
  let watchdog = 0;
  let retry = 0;
  let source;

  const again = () => {
    clearTimeout(watchdog);
    source.close();
    tell(false);
    const pause = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)];
    failures += 1;
    retry = setTimeout(open, pause);
  };
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(again, SILENCE_MS);
  };
  // A browser opens six connections to a host: a page that nobody looks at leaves its own to others.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      clearTimeout(watchdog);
      clearTimeout(retry);
      source.close();
    } else if (source.readyState === EventSource.CLOSED) open();
  });
  const open = () => {
    clearTimeout(retry);
    source = new EventSource("/playground/events");
    alive();
    source.addEventListener("ping", alive);
    source.addEventListener("error", again);
    source.addEventListener("message", (event) => {
      alive();
      failures = 0;
      tell(true);
      hear(JSON.parse(event.data));
    });
  };
  open();
}
