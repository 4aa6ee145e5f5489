// What stands inside a line of Discord's markdown: emphasis, code, links, mentions, citations.

const MOST_NESTED = 8;
const WORD = /[\p{L}\p{N}_]/u;
const PUNCTUATION = /[!-/:-@[-`{-~]/;

/** Marks that come in pairs, longest first, and what they make of the text between them. */
const PAIRS = [
  ["**", "strong"],
  ["__", "underline"],
  ["~~", "strike"],
  ["||", "spoiler"],
  ["*", "emphasis"],
  ["_", "emphasis"],
];

/** Things with a form of their own: a pattern that has to match where the scanner stands, and its node. */
const FORMS = {
  "<": [
    [/<@!?(\d{1,20})>/y, (match) => ({ type: "user", id: match[1] })],
    [/<#(\d{1,20})>/y, (match) => ({ type: "channel", id: match[1] })],
    [/<\/([^:<>\n]{1,100}):\d{1,20}>/y, (match) => ({ type: "command", name: match[1] })],
    [/<a?(:\w{2,32}:)\d{1,20}>/y, (match) => ({ type: "text", text: match[1] })],
    [/<t:(-?\d{1,12})(?::[tTdDfFR])?>/y, (match) => ({ type: "time", at: Number(match[1]) * 1000 })],
    [/<(https?:\/\/[^\s<>]+)>/y, (match) => link(match[1], [{ type: "text", text: match[1] }])],
  ],
  "[": [
    [/\[(\d{1,3})\](?!\()/y, (match) => ({ type: "citation", n: Number(match[1]) })],
    [
      /\[([^\]\n]{1,300})\]\(<?(https?:\/\/[^\s<>)]{1,2000})>?\)/y,
      (match, depth) => link(match[2], scan(match[1], depth + 1)),
    ],
  ],
  h: [[/https?:\/\/[^\s<>]{1,2000}/y, (match) => bare(match)]],
};

/** The nodes of a text. */
export function inline(text) {
  return scan(text, 0);
}

function scan(text, depth) {
  const nodes = [];
  const closed = new Map();
  let plain = "";
  let at = 0;
  const add = (node, length) => {
    if (plain) nodes.push({ type: "text", text: plain });
    plain = "";
    nodes.push(node);
    at += length;
  };
  while (at < text.length) {
    const found = escaped(text, at) ?? code(text, at) ?? form(text, at, depth) ?? pair(text, at, depth, closed);
    if (found?.plain) {
      plain += found.plain;
      at += found.length;
    } else if (found) add(found.node, found.length);
    else plain += text[at++];
  }
  if (plain) nodes.push({ type: "text", text: plain });
  return nodes;
}

function escaped(text, at) {
  return text[at] === "\\" && PUNCTUATION.test(text[at + 1] ?? "") ? { plain: text[at + 1], length: 2 } : null;
}

function code(text, at) {
  if (text[at] !== "`") return null;
  let ticks = 1;
  while (text[at + ticks] === "`") ticks += 1;
  const mark = "`".repeat(ticks);
  const end = text.indexOf(mark, at + ticks);
  if (end <= at + ticks) return { plain: mark, length: ticks };
  const inside = text.slice(at + ticks, end);
  return { node: { type: "code", text: ticks > 1 ? inside.trim() : inside }, length: end + ticks - at };
}

function form(text, at, depth) {
  if (text[at] === "h" && WORD.test(text[at - 1] ?? "")) return null;
  for (const [pattern, make] of FORMS[text[at]] ?? []) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const node = match && make(match, depth);
    if (node) return { node, length: node.taken ?? match[0].length };
  }
  return null;
}

function pair(text, at, depth, closed) {
  if (depth >= MOST_NESTED) return null;
  for (const [mark, type] of PAIRS) {
    if (!text.startsWith(mark, at)) continue;
    const end = closing(text, at, mark, closed);
    if (end < 0) continue;
    const children = scan(text.slice(at + mark.length, end), depth + 1);
    return { node: { type, children }, length: end + mark.length - at };
  }
  return null;
}

/** Where the mark that stands at `at` is closed, or -1. A mark found unclosed once is not searched for again. */
function closing(text, at, mark, closed) {
  const begin = at + mark.length;
  const tight = mark === "*" || mark === "_";
  if (closed.has(mark) || (tight && /\s|^$/.test(text[begin] ?? ""))) return -1;
  if (mark === "_" && WORD.test(text[at - 1] ?? "")) return -1;
  for (let end = begin; end < text.length; end += 1) {
    if (text[end] === "\\") end += 1;
    else if (text[end] === "`") end += Math.max((code(text, end)?.length ?? 1) - 1, 0);
    else if (text.startsWith(mark, end) && end > begin && closes(text, end, mark, tight)) return end;
    else if (tight && text.startsWith(mark + mark, end)) end += 1;
  }
  closed.set(mark, true);
  return -1;
}

function closes(text, end, mark, tight) {
  if (!tight) return !(mark === "**" && text[end + 2] === "*");
  if (text[end + 1] === mark || text[end - 1] === mark || /\s/.test(text[end - 1])) return false;
  return mark === "*" || !WORD.test(text[end + 1] ?? "");
}

function bare(match) {
  let address = match[0].replace(/[.,:;!?'"*_~|]+$/, "");
  if (address.endsWith(")") && !address.includes("(")) address = address.slice(0, -1);
  const node = link(address, [{ type: "text", text: address }]);
  return node && { ...node, taken: address.length };
}

/** A link to the web; null where the address is none. */
function link(address, children) {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? { type: "link", href, children } : null;
}
