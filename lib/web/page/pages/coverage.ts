// Coverage: the honest page. When the recorder was connected, when nothing is known of whom, and why.

import { altered, only } from "../address";
import type { CoverageRow, SummaryRow, WindowAnswer } from "../answers";
import { ask } from "../api";
import { h, type Child } from "../dom";
import { count, duration, percent } from "../durations";
import { files, heading, nothing, personLink, remarks, whoChoice, workspaceChoice } from "../furniture";
import { legend } from "../legend";
import { timelineTable } from "../pictures/timeline_table";
import type { Span } from "../pictures/bars";
import { Timeline, type Row } from "../pictures/timeline";
import { extentOf } from "../rows";
import { table } from "../table";
import { openEnded, type Opened, type Visit } from "../view";
import { windowChoice } from "../window_choice";
import { kFeeds, kReasons } from "../words";
import { Zone } from "../zone";

const kWords = ["tz", "workspace", "who", "since", "until", "members"];
const kUsual = "last week"; // and up to now
const kMost = 300; // rows of a table

interface Gap {
  from: number;
  to: number;
  reason: string;
  workspace: string;
  who: CoverageRow[];
}

// A gap that several people of a workspace share, once.
function shared(rows: CoverageRow[], until: number): Gap[] {
  const found = new Map<string, Gap>();
  for (const row of rows) {
    const key = `${row.workspace} ${row.from_ms} ${row.to_ms} ${row.reason}`;
    const gap = found.get(key) ?? {
      from: row.from_ms,
      to: row.to_ms ?? until,
      reason: row.reason ?? "",
      workspace: row.workspace,
      who: [],
    };
    gap.who.push(row);
    found.set(key, gap);
  }
  return Array.from(found.values()).sort((a, b) => b.from - a.from || b.who.length - a.who.length);
}

// What is watched between the gaps.
function watchedAround(gaps: CoverageRow[], since: number, until: number): Span[] {
  const spans: Span[] = [];
  let from = since;
  for (const gap of gaps) {
    if (gap.from_ms > from) spans.push({ from, to: gap.from_ms, state: "watched" });
    from = gap.to_ms ?? until;
    spans.push({ from: gap.from_ms, to: from, state: "unknown", text: gap.reason ?? "" });
  }
  if (from < until) spans.push({ from, to: until, state: "watched" });
  return spans;
}

function pictured(visit: Visit, answer: WindowAnswer<CoverageRow>, sums: SummaryRow[], several: boolean): Row[] {
  const made = new Map<string, Row>();
  for (const row of answer.rows) {
    if (row.kind !== "session") continue;
    const key = `session ${row.workspace} ${row.feed}`;
    const one = made.get(key) ?? {
      key,
      label: kFeeds[row.feed ?? ""] ?? "session",
      detail: row.workspace,
      kind: "connection",
      spans: [],
    };
    const from = Math.max(row.from_ms, one.spans[one.spans.length - 1]?.to ?? 0); // a planned change of sockets overlaps
    const to = row.to_ms ?? answer.until_ms;
    if (to > from) one.spans.push({ from, to, state: "session", text: row.reason ?? "open" });
    made.set(key, one);
  }
  for (const row of sums) {
    const gaps = answer.rows.filter(
      (gap) => gap.kind === "gap" && gap.user_id === row.user_id && gap.workspace === row.workspace,
    );
    made.set(`${row.workspace} ${row.user_id}`, {
      key: `${row.workspace} ${row.user_id}`,
      label: row.name,
      detail: several ? row.workspace : undefined,
      href: personLink(row.user_id, "", visit.query).getAttribute("href") ?? undefined,
      spans: watchedAround(gaps, answer.since_ms, answer.until_ms),
    });
  }
  return Array.from(made.values());
}

function names(gap: Gap, everybody: number, query: URLSearchParams): Child {
  if (gap.who.length === 1) return personLink(gap.who[0].user_id ?? "", gap.who[0].name ?? "", query, { dir: "auto" });
  const title = gap.who.length === everybody ? `everybody (${everybody})` : `${gap.who.length} people`;
  return h(
    "details",
    { "data-key": `gap-${gap.workspace}-${gap.from}-${gap.to}` },
    h("summary", {}, title),
    gap.who.map((row) => row.name).join(", "),
  );
}

function gapTable(gaps: Gap[], sums: SummaryRow[], several: boolean, query: URLSearchParams, zone: Zone): HTMLElement {
  const peopleOf = (workspace: string): number =>
    new Set(sums.filter((row) => row.workspace === workspace).map((row) => row.user_id)).size;
  return table(
    "Gaps, the newest first",
    [
      {
        name: "From",
        kind: "time",
        heads: true,
        cell: (gap: Gap) => `${zone.day(gap.from)} ${zone.seconds(gap.from)}`,
      },
      { name: "For", kind: "number", cell: (gap) => duration(gap.to - gap.from) },
      ...(several ? [{ name: "Workspace", cell: (gap: Gap) => gap.workspace }] : []),
      { name: "Who", cell: (gap) => names(gap, peopleOf(gap.workspace), query) },
      { name: "Why", cell: (gap) => h("span", {}, h("code", {}, gap.reason), ` ${kReasons[gap.reason] ?? ""}`) },
    ],
    gaps.slice(0, kMost),
  );
}

function sessionTable(rows: CoverageRow[], zone: Zone): HTMLElement {
  const when = (ms: number | null): string => (ms === null ? "\u2013" : `${zone.day(ms)} ${zone.seconds(ms)}`);
  return table(
    "Sessions, the newest first",
    [
      { name: "Connected", kind: "time", heads: true, cell: (row: CoverageRow) => when(row.from_ms) },
      { name: "Workspace", cell: (row) => row.workspace },
      { name: "By", cell: (row) => kFeeds[row.feed ?? ""] ?? row.feed },
      { name: "Ended", kind: "time", cell: (row) => (row.to_ms === null ? "still open" : when(row.to_ms)) },
      { name: "For", kind: "number", cell: (row) => duration(row.duration_ms) },
      {
        name: "Why it ended",
        cell: (row) => (row.reason ? h("span", {}, h("code", {}, row.reason), ` ${kReasons[row.reason] ?? ""}`) : ""),
      },
    ],
    rows.slice(-kMost).reverse(),
  );
}

export async function coverage(visit: Visit): Promise<Opened> {
  const query = only(visit.query, kWords);
  if (!query.has("since")) query.set("since", kUsual);
  const timeline = new Timeline("Sessions, and the gaps of each person", async (row, span) => {
    if (span.state === "unknown") return `${span.text}: ${kReasons[span.text ?? ""] ?? "the reason is not known"}.`;
    if (row.kind !== "connection") return "";
    return span.text === "open" ? "Still open." : `Ended by ${span.text}: ${kReasons[span.text ?? ""] ?? ""}.`;
  });
  const draw = async (): Promise<void> => {
    const [answer, summary] = await Promise.all([
      ask<WindowAnswer<CoverageRow>>("coverage", query, visit.signal),
      ask<WindowAnswer<SummaryRow>>("summary", altered(query, { by: "all" }), visit.signal),
    ]);
    const zone = new Zone(answer.zone, answer.since);
    const several = new Set(answer.rows.map((row) => row.workspace)).size > 1;
    const sessions = answer.rows.filter((row) => row.kind === "session");
    const gaps = shared(
      answer.rows.filter((row) => row.kind === "gap"),
      answer.until_ms,
    );
    const unknown = summary.rows.reduce((sum, row) => sum + row.unknown_ms, 0);
    const whole = summary.rows.reduce((sum, row) => sum + row.active_ms + row.away_ms + row.unknown_ms, 0);
    const rows = pictured(visit, answer, summary.rows, several);
    timeline.set(rows, zone, extentOf(zone, answer.since_ms, answer.until_ms, openEnded(query)));
    visit.show(
      zone,
      heading(
        "Coverage",
        zone.window(answer.since_ms, answer.until_ms),
        whole > 0 &&
          h(
            "span",
            { class: "aside" },
            h("strong", {}, percent(1 - unknown / whole)),
            ` of the time of ${count(summary.rows.length, "person", "people")} is known; ${duration(unknown)} is not`,
          ),
      ),
      h("div", { class: "tools" }, windowChoice(visit, zone, answer, kUsual), whoChoice(visit), workspaceChoice(visit)),
      remarks(answer),
      ...(rows.length
        ? [timeline.element, legend("session", "watched", "unknown"), timelineTable("Timelines", rows, zone)]
        : []),
      h(
        "section",
        {},
        h("h2", {}, "Gaps ", h("small", {}, count(gaps.length, "gap"))),
        gaps.length
          ? gapTable(gaps, summary.rows, several, visit.query, zone)
          : nothing(
              summary.rows.length ? "There is no gap: everybody was watched all the time." : "Nobody was watched.",
            ),
      ),
      h(
        "section",
        {},
        h("h2", {}, "Sessions ", h("small", {}, count(sessions.length, "session"))),
        sessions.length ? sessionTable(sessions, zone) : nothing("No session reaches into this window."),
      ),
      files("coverage", query, ["csv"]),
    );
  };
  await draw();
  return { refresh: openEnded(query) ? draw : undefined, every: 10_000 };
}
