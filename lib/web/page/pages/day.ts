// Days: timelines of a group or of people over a window of any length.

import { only } from "../address";
import type { SpanRow, WindowAnswer } from "../answers";
import { ask } from "../api";
import { h } from "../dom";
import { count } from "../durations";
import { corrections, files, heading, personLink, remarks, whoChoice, workspaceChoice } from "../furniture";
import { legend } from "../legend";
import { timelineTable } from "../pictures/timeline_table";
import { timelines } from "../rows";
import { SourcedTimeline } from "../sourced_timeline";
import { openEnded, type Opened, type Visit } from "../view";
import { windowChoice } from "../window_choice";

const kWords = ["tz", "workspace", "who", "since", "until", "members", "merge-flaps", "idle-grace"];

export async function day(visit: Visit): Promise<Opened> {
  const query = only(visit.query, kWords);
  const timeline = new SourcedTimeline("Timelines of presence", visit.signal);
  const draw = async (): Promise<void> => {
    const answer = await ask<WindowAnswer<SpanRow>>("timeline", query, visit.signal);
    const several = new Set(answer.rows.map((row) => row.workspace)).size > 1;
    const rows = timelines(
      answer.rows,
      "presence",
      several,
      (user) => personLink(user, "", visit.query).getAttribute("href") ?? "",
    );
    const zone = timeline.set(rows, answer, openEnded(query));
    visit.show(
      zone,
      heading(
        "Days",
        zone.window(answer.since_ms, answer.until_ms),
        h("span", { class: "aside" }, `${count(rows.length, "timeline")}`),
      ),
      h(
        "div",
        { class: "tools" },
        windowChoice(visit, zone, answer),
        whoChoice(visit),
        workspaceChoice(visit),
        corrections(visit),
      ),
      remarks(answer),
      ...(rows.length
        ? [timeline.element, legend("active", "away", "unknown"), timelineTable("Timelines", rows, zone)]
        : []),
      files("timeline", query, ["csv", "svg"]),
    );
  };
  await draw();
  return { refresh: openEnded(query) ? draw : undefined, every: 3000 };
}
