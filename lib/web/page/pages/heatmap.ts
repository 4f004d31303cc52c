// Heatmap: for each hour of the week, in how much of the watched time people were active.

import { only } from "../address";
import type { HeatmapAnswer, HeatmapRow } from "../answers";
import { ask } from "../api";
import { h } from "../dom";
import { count, duration, percent } from "../durations";
import { corrections, files, heading, remarks, whoChoice, workspaceChoice } from "../furniture";
import { weekGrid, weekLegend } from "../pictures/week_grid";
import { behind } from "../table";
import { openEnded, type Opened, type Visit } from "../view";
import { windowChoice } from "../window_choice";
import { Zone } from "../zone";

const kWords = ["tz", "workspace", "who", "since", "until", "members", "merge-flaps", "idle-grace"];
const kNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const kUsual = "last month"; // of the window: a day alone says little about the hours of a week

export const hourName = (weekday: number, hour: number): string =>
  `${kNames[weekday - 1]} ${String(hour).padStart(2, "0")}:00\u2013${String((hour + 1) % 24).padStart(2, "0")}:00`;

function sentence(row: HeatmapRow): string {
  const name = hourName(row.weekday, row.hour);
  if (row.share === null) return `${name}: never watched.`;
  return `${name}: ${percent(row.share)} active, ${duration(row.active_ms)} of ${duration(row.covered_ms)} watched.`;
}

export async function heatmap(visit: Visit): Promise<Opened> {
  const query = only(visit.query, kWords);
  if (!query.has("since")) query.set("since", kUsual);
  const draw = async (): Promise<void> => {
    const answer = await ask<HeatmapAnswer>("heatmap", query, visit.signal);
    const zone = new Zone(answer.zone, answer.since);
    const hours = answer.rows.map((row) => ({
      ...row,
      short: row.share === null ? "unknown" : percent(row.share),
      long: sentence(row),
    }));
    visit.show(
      zone,
      heading(
        "Heatmap",
        zone.window(answer.since_ms, answer.until_ms),
        answer.people > 0 &&
          h(
            "span",
            { class: "aside" },
            `${count(answer.people, "person", "people")}; ${duration(answer.unknown_ms)} of their time is unknown and counts as neither`,
          ),
      ),
      h(
        "div",
        { class: "tools" },
        windowChoice(visit, zone, answer, kUsual),
        whoChoice(visit),
        workspaceChoice(visit),
        corrections(visit),
      ),
      remarks(answer),
      weekGrid(
        "Share of watched time in which people were active, by hour of the week",
        hours,
        "Point at an hour, or move with the arrow keys.",
      ),
      weekLegend("nobody active", "100% of the watched time", "never watched"),
      behind(
        "Hours",
        [
          { name: "Hour", heads: true, cell: (row: HeatmapRow) => hourName(row.weekday, row.hour) },
          { name: "Share", kind: "number", cell: (row) => (row.share === null ? "unknown" : percent(row.share)) },
          { name: "Active", kind: "number", cell: (row) => duration(row.active_ms) },
          { name: "Watched", kind: "number", cell: (row) => duration(row.covered_ms) },
        ],
        answer.rows,
      ),
      files("heatmap", query, ["csv", "svg"]),
    );
  };
  await draw();
  return { refresh: openEnded(query) ? draw : undefined, every: 60_000 };
}
