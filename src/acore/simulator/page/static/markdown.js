// Discord's markdown as a tree of plain objects. Pure, linear in practice, and bounded in depth.

import { inline } from "./inline.js";

const FENCE = "```";
const LANGUAGE = /^([\w+#.-]{1,24})\n/;
const ITEM = /^( *)([-*]|\d{1,9}[.)]) +(\S.*)$/;
const MOST_NESTED = 4;

/** The blocks of a message: code, quote, list, heading, subtext, paragraph. */
export function parse(text) {
  const blocks = [];
  for (const piece of fenced(text)) {
    if (piece.type === "code") blocks.push(piece);
    else blocks.push(...paragraphs(piece.text.split("\n"), 0));
  }
  return blocks;
}

/** Cuts the text at its code fences. A fence that is still open runs to the end: the rest is being written. */
function* fenced(text) {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf(FENCE, at);
    const end = open < 0 ? -1 : text.indexOf(FENCE, open + 3);
    const unfinished = open >= 0 && end < 0 && text.indexOf("\n", open) >= 0;
    if (open < 0 || (end < 0 && !unfinished)) break;
    if (open > at) yield { type: "text", text: text.slice(at, open) };
    yield code(text.slice(open + 3, unfinished ? text.length : end));
    at = unfinished ? text.length : end + 3;
    if (text[at] === "\n") at += 1;
  }
  if (at < text.length) yield { type: "text", text: text.slice(at) };
}

function code(inside) {
  const language = LANGUAGE.exec(inside);
  const body = language ? inside.slice(language[0].length) : inside.replace(/^\n/, "");
  return { type: "code", language: language ? language[1] : "", text: body.replace(/\n$/, "") };
}

function paragraphs(lines, depth) {
  const blocks = [];
  let plain = [];
  const flush = () => {
    if (plain.length) blocks.push({ type: "paragraph", children: inline(plain.join("\n")) });
    plain = [];
  };
  for (let at = 0; at < lines.length; ) {
    const [block, next] = special(lines, at, depth);
    if (!block && lines[at].trim()) plain.push(lines[at]);
    else flush();
    if (block) blocks.push(block);
    at = next;
  }
  flush();
  return blocks;
}

/** The block that begins in this line, if it is not plain text, and the line after it. */
function special(lines, at, depth) {
  const line = lines[at];
  const heading = /^(#{1,3}) +(\S.*)$/.exec(line);
  if (heading) return [{ type: "heading", level: heading[1].length, children: inline(heading[2]) }, at + 1];
  if (line.startsWith("-# ") && line.length > 3) return [{ type: "subtext", children: inline(line.slice(3)) }, at + 1];
  if (line.startsWith(">>> ")) return quote([line.slice(4), ...lines.slice(at + 1)], lines.length, depth);
  if (/^> ?/.test(line)) {
    let end = at;
    while (end < lines.length && lines[end].startsWith(">")) end += 1;
    return quote(lines.slice(at, end).map((quoted) => quoted.replace(/^> ?/, "")), end, depth);
  }
  return ITEM.test(line) ? list(lines, at) : [null, at + 1];
}

function quote(lines, next, depth) {
  const blocks =
    depth < MOST_NESTED ? paragraphs(lines, depth + 1) : [{ type: "paragraph", children: inline(lines.join("\n")) }];
  return [{ type: "quote", blocks }, next];
}

/** A list and the deeper lists in it, by their indentation. */
function list(lines, at) {
  const first = ITEM.exec(lines[at]);
  const root = open(first);
  const levels = [root];
  let next = at;
  for (; next < lines.length; next += 1) {
    const item = ITEM.exec(lines[next]);
    if (!item && (!/^ {2,}\S/.test(lines[next]) || next === at)) break;
    if (!item) {
      levels.at(-1).block.items.at(-1).children.push(...inline(`\n${lines[next].trim()}`));
      continue;
    }
    const indent = item[1].length;
    while (levels.length > 1 && indent < levels.at(-1).indent) levels.pop();
    if (indent >= levels.at(-1).indent + 2 && levels.length < MOST_NESTED) {
      const deeper = open(item);
      levels.at(-1).block.items.at(-1).lists.push(deeper.block);
      levels.push(deeper);
    } else if (levels.length === 1 && ordered(item) !== root.block.ordered) break;
    levels.at(-1).block.items.push({ children: inline(item[3]), lists: [] });
  }
  return [root.block, next];
}

const ordered = (item) => /\d/.test(item[2]);

function open(item) {
  const start = ordered(item) ? Number.parseInt(item[2], 10) : 1;
  return { indent: item[1].length, block: { type: "list", ordered: ordered(item), start, items: [] } };
}
