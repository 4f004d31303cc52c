// Log: each change as it was recorded, the newest first; it follows what is committed.

import { altered, go, link, only } from "../address";
import type { LogAnswer, LogRow } from "../answers";
import { ask } from "../api";
import { byId, h, type Child } from "../dom";
import { count } from "../durations";
import { choice, files, heading, personLink, remarks, textChoice, whoChoice, workspaceChoice } from "../furniture";
import { table } from "../table";
import { openEnded, type Opened, type Visit } from "../view";
import { change, kSources } from "../words";
import { Zone } from "../zone";

const kWords = ["tz", "workspace", "who", "since", "until", "members", "facet", "state", "source", "grep"];
const kLines = "100";
const kMost = 2000; // rows that stay on the page while it follows
const kTop = 240; // pixels: whoever has scrolled further is reading, and nothing moves under them

function how(row: LogRow, zone: Zone): Child {
  if (!row.source) return "";
  const bounded = row.earliest_ms !== null && row.earliest_ms !== row.at_ms && row.source !== "first";
  return h(
    "span",
    { title: kSources[row.source] },
    h("code", {}, row.source),
    bounded ? ` after ${zone.nearSeconds(row.earliest_ms as number, row.at_ms)}` : "",
  );
}

function what(row: LogRow): Child {
  const { before, after } = change(row);
  const sign = row.facet === "presence" ? h("i", { class: `sign ${after}`, "aria-hidden": "true" }) : null;
  return h(
    "span",
    { class: "what" },
    sign,
    before ? h("span", { class: "before", dir: "auto" }, before) : null,
    before ? h("span", { class: "arrow" }, " \u2192 ") : null,
    h("span", { class: "after", dir: "auto" }, after),
  );
}

function rowsTable(rows: LogRow[], zone: Zone, several: boolean, query: URLSearchParams): HTMLElement {
  return table(
    "Changes, the newest first",
    [
      {
        name: "When",
        kind: "time",
        heads: true,
        cell: (row: LogRow) =>
          h(
            "time",
            { datetime: new Date(row.at_ms).toISOString() },
            `${zone.day(row.at_ms)} ${zone.seconds(row.at_ms)}`,
          ),
      },
      { name: "Who", cell: (row) => personLink(row.user_id, row.name, query, { dir: "auto" }) },
      ...(several ? [{ name: "Workspace", cell: (row: LogRow) => row.workspace }] : []),
      { name: "What", cell: what },
      { name: "How", kind: "time", cell: (row) => how(row, zone) },
    ],
    rows,
  );
}

function filters(visit: Visit): HTMLElement {
  const sources = Object.keys(kSources).map((source): [string, string] => [source, source]);
  const presence = (visit.query.get("facet") ?? "presence") === "presence";
  return h(
    "div",
    { class: "tools" },
    whoChoice(visit),
    workspaceChoice(visit),
    choice(visit, "Of", "facet", [
      ["", "everything"],
      ["presence", "presence"],
      ["status", "status"],
      ["dnd", "do not disturb"],
      ["huddle", "huddles"],
      ["group", "groups"],
    ]),
    presence &&
      choice(visit, "Changes to", "state", [
        ["", "any state"],
        ["active", "active"],
        ["away", "away"],
      ]),
    choice(visit, "Found by", "source", [["", "any source"], ...sources]),
    textChoice(visit, "Contains", "grep", "lunch"),
    textChoice(visit, "From", "since", "the first record"),
    textChoice(visit, "Until", "until", "now"),
  );
}

export async function log(visit: Visit): Promise<Opened> {
  const query = only(visit.query, kWords);
  const lines = visit.query.get("lines") ?? kLines;
  const newest = altered(query, { lines, reverse: "1" });
  let rows: LogRow[] = [];
  let held: LogRow[] = [];
  let said: Child = null; // why there is nothing
  let last = 0;
  let zone = new Zone("UTC");

  const show = (): void => {
    const several = new Set(rows.map((row) => row.workspace)).size > 1;
    const full = rows.length >= Number(lines);
    const more = h(
      "button",
      {
        type: "button",
        "data-key": "more",
        click: () => go(link("log", altered(visit.query, { lines: String(Number(lines) * 4) }))),
      },
      "Show more",
    );
    visit.show(
      zone,
      heading(
        "Log",
        full ? `The newest ${count(rows.length, "change")}` : count(rows.length, "change"),
        openEnded(query) ? ", and each new one as it is recorded." : ".",
      ),
      filters(visit),
      held.length
        ? h(
            "button",
            { type: "button", class: "held", "data-key": "held", click: release },
            `Show ${count(held.length, "new change")}`,
          )
        : null,
      rows.length ? rowsTable(rows, zone, several, visit.query) : said,
      full ? h("p", {}, more) : null,
      files("log", newest, ["csv"]),
    );
  };
  const release = (): void => {
    rows = held.concat(rows).slice(0, kMost);
    held = [];
    show();
    window.scrollTo(0, 0);
  };
  const begin = async (): Promise<void> => {
    const answer = await ask<LogAnswer & { since: string | null; until: string | null }>("log", newest, visit.signal);
    rows = answer.rows;
    said = remarks(answer);
    last = answer.last_seq;
    zone = new Zone(answer.zone, answer.until ?? "");
    show();
  };
  // Asks for what was committed after the last answer: no change is missed or shown twice.
  const follow = async (): Promise<void> => {
    if (query.get("facet") === "group") return begin(); // joins and leaves have no number
    const answer = await ask<LogAnswer>("log", altered(query, { after: String(last), reverse: "1" }), visit.signal);
    last = answer.last_seq;
    if (!answer.rows.length) return;
    if (window.scrollY > kTop) {
      held = answer.rows.concat(held);
      return show();
    }
    rows = answer.rows.concat(rows).slice(0, kMost);
    byId("said").textContent = count(answer.rows.length, "new change");
    show();
    document.querySelectorAll("main tbody tr").forEach((line, i) => {
      if (i < answer.rows.length) line.classList.add("fresh");
    });
  };
  await begin();
  return { refresh: openEnded(query) ? follow : undefined, every: 1000 };
}
