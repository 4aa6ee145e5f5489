// A button that is held, by a finger, a key or the space bar anywhere; a short tap holds it until the next one.

const TAP_MS = 350;
const ELSEWHERE = "input, textarea, select, button, a, summary, dialog, [contenteditable]";

/** Tells `press()` and `release(tapped)`; the space bar counts where `space()` says so and nothing else wants it. */
export function hold(button, { press, release, space }) {
  let since = null;
  const down = () => {
    since = performance.now();
    press();
  };
  const up = () => {
    if (since === null) return;
    const tapped = performance.now() - since < TAP_MS;
    since = null;
    release(tapped);
  };

  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    down();
  });
  for (const kind of ["pointerup", "pointercancel"]) button.addEventListener(kind, up);
  // A screen reader clicks without a pointer or a key: that is a tap.
  button.addEventListener("click", ({ detail }) => {
    if (detail > 0) return;
    down();
    up();
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());

  const holds = ({ key, target, defaultPrevented }) => {
    if (defaultPrevented) return false;
    if (target === button) return key === " " || key === "Enter";
    return key === " " && space() && !target.closest?.(ELSEWHERE);
  };
  let keyed = null;
  addEventListener("keydown", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    if (event.repeat || keyed) return;
    keyed = event.key;
    down();
  });
  addEventListener("keyup", (event) => {
    if (event.key !== keyed) return;
    event.preventDefault();
    keyed = null;
    up();
  });
  // Nobody hears of a key that is let go in another window.
  addEventListener("blur", () => {
    keyed = null;
    up();
  });
}
