// Overlap: when people were active together, and so when they could meet.

import { only } from "../address";
import type { OverlapAnswer, OverlapRow, SpanRow, WindowAnswer } from "../answers";
import { ask } from "../api";
import { h } from "../dom";
import { duration, percent } from "../durations";
import {
  choice,
  corrections,
  files,
  heading,
  nothing,
  personLink,
  remarks,
  textChoice,
  whoChoice,
  workspaceChoice,
} from "../furniture";
import { legend } from "../legend";
import { timelineTable } from "../pictures/timeline_table";
import type { Row } from "../pictures/timeline";
import { weekGrid, weekLegend } from "../pictures/week_grid";
import { timelines } from "../rows";
import { SourcedTimeline } from "../sourced_timeline";
import { table } from "../table";
import { openEnded, type Opened, type Visit } from "../view";
import { weekOf, type HourSums } from "../week_of";
import { windowChoice } from "../window_choice";
import { Zone } from "../zone";
import { hourName } from "./heatmap";

const kWords = ["tz", "workspace", "who", "since", "until", "members", "merge-flaps", "idle-grace"];
const kUsual = "last week"; // and up to now
const kMost = 200; // rows of the table

function sentence(sums: HourSums, word: string): string {
  const name = hourName(sums.weekday, sums.hour);
  const decided = sums.whole - sums.open;
  if (decided <= 0) return `${name}: not known.`;
  return `${name}: ${word} ${percent(sums.met / decided)} of the time, ${duration(sums.met)} of ${duration(decided)}.`;
}

function week(answer: OverlapAnswer, zone: Zone, word: string): HTMLElement {
  const hours = weekOf(zone, answer.since_ms, answer.until_ms, answer.rows).map((sums) => {
    const decided = sums.whole - sums.open;
    const share = decided > 0 ? sums.met / decided : null;
    return {
      weekday: sums.weekday,
      hour: sums.hour,
      share,
      short: share === null ? "unknown" : percent(share),
      long: sentence(sums, word),
    };
  });
  return weekGrid(
    `Share of the time in which they were ${word}, by hour of the week`,
    hours,
    "Point at an hour, or move with the arrow keys.",
  );
}

function periods(rows: OverlapRow[], zone: Zone): HTMLElement {
  return table(
    "Periods, the newest first",
    [
      {
        name: "From",
        kind: "time",
        heads: true,
        cell: (row: OverlapRow) => `${zone.day(row.from_ms)} ${zone.clock(row.from_ms)}`,
      },
      { name: "To", kind: "time", cell: (row) => zone.near(row.to_ms, row.from_ms) },
      { name: "For", kind: "number", cell: (row) => duration(row.duration_ms) },
      { name: "What", cell: (row) => row.overlap },
    ],
    rows.slice(-kMost).reverse(),
  );
}

function invitation(visit: Visit): Opened {
  visit.show(
    new Zone(visit.query.get("tz") ?? visit.page.zone),
    heading("Overlap", "When could we meet? Choose two people or more, or a group."),
    h("div", { class: "tools" }, whoChoice(visit, "nobody yet")),
    nothing("Then this page shows when they were all active together, hour by hour of the week."),
  );
  return { every: 0 };
}

export async function overlap(visit: Visit): Promise<Opened> {
  if (!visit.query.has("who")) return invitation(visit);
  const about = only(visit.query, kWords);
  if (!about.has("since")) about.set("since", kUsual);
  const query = new URLSearchParams(about);
  for (const word of ["any", "min"]) if (visit.query.has(word)) query.set(word, visit.query.get(word) as string);
  const any = query.has("any");
  const word = any ? "any" : "together";
  const timeline = new SourcedTimeline("Timelines of these people, and when they overlap", visit.signal);
  const draw = async (): Promise<void> => {
    const [answer, people] = await Promise.all([
      ask<OverlapAnswer>("overlap", query, visit.signal),
      ask<WindowAnswer<SpanRow>>("timeline", about, visit.signal),
    ]);
    const several = new Set(people.rows.map((row) => row.workspace)).size > 1;
    const met: Row = {
      key: "overlap",
      label: any ? "Any of them" : "Together",
      kind: "overlap",
      spans: answer.rows.map((row) => ({ from: row.from_ms, to: row.to_ms, state: row.overlap })),
    };
    const rows: Row[] = [
      met,
      ...timelines(
        people.rows,
        "presence",
        several,
        (user) => personLink(user, "", visit.query).getAttribute("href") ?? "",
      ),
    ];
    const zone = timeline.set(rows, answer, openEnded(query));
    const total = (any ? answer.any_ms : answer.together_ms) ?? 0;
    visit.show(
      zone,
      heading(
        "Overlap",
        zone.window(answer.since_ms, answer.until_ms),
        h(
          "span",
          { class: "aside" },
          `${any ? "at least one was active for" : "together for"} `,
          h("strong", {}, duration(total)),
          `, undecided for ${duration(answer.undecided_ms)}`,
        ),
      ),
      h(
        "div",
        { class: "tools" },
        windowChoice(visit, zone, answer, kUsual),
        whoChoice(visit, "nobody yet"),
        workspaceChoice(visit),
        choice(visit, "When", "any", [
          ["", "all were active"],
          ["1", "at least one was active"],
        ]),
        textChoice(visit, "At least", "min", "15m"),
        corrections(visit),
      ),
      remarks(answer),
      timeline.element,
      legend(word, "undecided", "active", "away", "unknown"),
      timelineTable("Timelines", rows, zone),
      h(
        "div",
        { class: "columns" },
        h(
          "section",
          {},
          h("h2", {}, "By hour of the week"),
          week(answer, zone, any ? "active, at least one," : "together"),
          weekLegend("never", "always", "not known"),
        ),
        h(
          "section",
          {},
          h("h2", {}, "Periods"),
          answer.rows.length ? periods(answer.rows, zone) : nothing("None in this window."),
        ),
      ),
      files("overlap", query, ["csv"]),
    );
  };
  await draw();
  return { refresh: openEnded(query) ? draw : undefined, every: 15_000 };
}
