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

/** Write a message; rejects with words for the member. */
export function say(channel, text, replyTo) {
  return post(`/playground/channels/${channel}/messages`, JSON.stringify({ text, reply_to: replyTo }), "application/json");
}

/** Run a slash command; rejects with words for the member. */
export function run(channel, command, options) {
  return post(`/playground/channels/${channel}/commands`, JSON.stringify({ command, options }), "application/json");
}

/** Have a file indexed; resolves to what became of it, rejects with words for the member. */
export function index(file) {
  return post(`/playground/files?name=${encodeURIComponent(file.name)}`, file, "application/octet-stream");
}

/** Which model answers, and which could. */
export function models() {
  return send("/playground/models", {});
}

/** Use another model, with the key it needs; resolves once it has answered a real question, rejects with words why not. */
export function use(choice, key) {
  return post("/playground/models", JSON.stringify({ choice, key }), "application/json");
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
