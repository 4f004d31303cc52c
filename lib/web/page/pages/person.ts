// Person: what is known of one person: now, over a window, in sums, in statuses, and where nothing is known.

import { altered, only } from "../address";
import type { CoverageRow, Facet, NowAnswer, PersonRow, SpanRow, SummaryRow, WindowAnswer } from "../answers";
import { ask } from "../api";
import { h, type Child } from "../dom";
import { duration, durations, percent } from "../durations";
import { files, heading, nothing, viewLink } from "../furniture";
import { legend } from "../legend";
import { People } from "../people";
import { proportion } from "../pictures/proportion";
import { Timeline } from "../pictures/timeline";
import { extentOf, timelines, type PersonTimeline } from "../rows";
import { Sources } from "../sources";
import { behind, table } from "../table";
import { openEnded, type Opened, type Visit } from "../view";
import { windowChoice } from "../window_choice";
import { certainty, kReasons, status } from "../words";
import { Zone } from "../zone";
import { directory } from "./directory";

const kUsual = "last week"; // and up to now
const kFacets: [Facet, string][] = [["presence", "Presence"], ["status", "Status"], ["dnd", "Do not disturb"], ["huddle", "Huddle"]];

function particulars(rows: PersonRow[], query: URLSearchParams): HTMLElement {
  return h("ul", { class: "particulars" }, ...rows.map((row) => h("li", {},
    ...[row.real_name, row.workspace, row.user_id, row.email, row.tz, row.watched ? "" : "no longer watched", row.deleted ? "deactivated at Slack" : ""]
      .filter((one): one is string => !!one && one !== People.shortName(row)).map((one) => h("span", { dir: "auto" }, one)),
    ...(row.groups ?? []).map((group) => h("span", {}, viewLink("day", altered(only(query, ["tz"]), { who: `@${group}` }), `@${group}`))))));
}

function present(answer: NowAnswer, zone: Zone): Child[] {
  return answer.rows.map((row) => h("span", { class: "present" }, h("i", { class: `sign ${row.presence}`, "aria-hidden": "true" }), " ", h("strong", {}, row.presence),
    row.since_ms === null ? "" : ` since ${zone.near(row.since_ms, answer.at_ms)} (${duration(row.duration_ms ?? 0)})`, `, ${certainty(row, zone, answer.at_ms)}`,
    row.status_known && status(row.status_text, row.status_emoji) ? h("span", { dir: "auto" }, ` \u00b7 ${status(row.status_text, row.status_emoji)}`) : null));
}

function sums(rows: SummaryRow[], zone: Zone): HTMLElement {
  const parts = (row: SummaryRow): string[] => durations([row.active_ms, row.away_ms, row.unknown_ms]);
  return table("Each day in sums", [
    { name: "Day", kind: "time", heads: true, cell: (row: SummaryRow) => zone.day(row.from_ms) },
    { name: "Divided", cell: (row) => proportion([["active", row.active_ms], ["away", row.away_ms], ["unknown", row.unknown_ms]]) },
    { name: "Active", kind: "number", cell: (row) => parts(row)[0] },
    { name: "Away", kind: "number", cell: (row) => parts(row)[1] },
    { name: "Unknown", kind: "number", cell: (row) => parts(row)[2] },
    { name: "First active", kind: "time", cell: (row) => (row.first_active_ms === null ? "\u2013" : zone.clock(row.first_active_ms)) },
    { name: "Last active", kind: "time", cell: (row) => (row.last_active_ms === null ? "\u2013" : zone.isMidnight(row.last_active_ms) ? "24:00" : zone.clock(row.last_active_ms)) },
  ], rows);
}

function statuses(rows: SpanRow[], zone: Zone): HTMLElement {
  const set = rows.filter((row) => row.known && status(row.text, row.emoji)).reverse();
  if (!set.length) return nothing("No status was seen in this window.");
  return table("Statuses, the newest first", [
    { name: "Status", heads: true, cell: (row: SpanRow) => h("span", { dir: "auto" }, row.emoji ? h("code", {}, row.emoji) : null, row.emoji ? " " : null, row.text) },
    { name: "From", kind: "time", cell: (row) => `${zone.day(row.from_ms)} ${zone.clock(row.from_ms)}` },
    { name: "For", kind: "number", cell: (row) => duration(row.duration_ms) },
  ], set);
}

function gaps(rows: CoverageRow[], whole: number, zone: Zone): Child[] {
  const found = rows.filter((row) => row.kind === "gap");
  const unknown = found.reduce((sum, row) => sum + row.duration_ms, 0);
  if (!found.length) return [h("p", {}, "Watched all the time: there is no gap in this window.")];
  return [h("p", {}, `Watched ${percent(1 - unknown / whole)} of the time. Nothing is known of the other ${duration(unknown)}.`),
    table("Gaps", [
      { name: "From", kind: "time", heads: true, cell: (row: CoverageRow) => `${zone.day(row.from_ms)} ${zone.seconds(row.from_ms)}` },
      { name: "For", kind: "number", cell: (row) => duration(row.duration_ms) },
      { name: "Why", cell: (row) => kReasons[row.reason ?? ""] ?? row.reason },
    ], found)];
}

export async function person(visit: Visit): Promise<Opened> {
  const who = visit.query.get("who");
  if (!who) return directory(visit);
  const base = only(visit.query, ["tz", "workspace"]);
  base.append("who", who);
  const query = new URLSearchParams(base);
  for (const word of ["since", "until"]) if (visit.query.has(word)) query.set(word, visit.query.get(word) as string);
  if (!query.has("since")) query.set("since", kUsual);
  let sources: Sources | null = null;
  let zone = new Zone("UTC");
  const timeline = new Timeline("Timelines of presence, status, do-not-disturb and huddles", async (row, span) => {
    const { user, workspace, facet } = row as PersonTimeline;
    return sources ? sources.of(user, workspace, facet, span.from, zone) : "";
  });
  const draw = async (): Promise<void> => {
    const about = <T>(command: string, words: Record<string, string> = {}): Promise<T> => ask<T>(command, altered(query, words), visit.signal);
    const [nowAnswer, summary, cover, ...facets] = await Promise.all([
      ask<NowAnswer>("now", base, visit.signal), about<WindowAnswer<SummaryRow>>("summary", { by: "day" }), about<WindowAnswer<CoverageRow>>("coverage"),
      ...kFacets.map(([facet]) => about<WindowAnswer<SpanRow>>("intervals", { facet }))]);
    const presence = facets[0];
    zone = new Zone(presence.zone, presence.since);
    sources = new Sources(presence.since_ms, presence.until_ms, visit.signal);
    const users = Array.from(new Set(presence.rows.concat(nowAnswer.rows as any).map((row) => row.user_id)));
    const records = users.flatMap((user) => visit.people.of(user));
    const several = new Set(presence.rows.map((row) => row.workspace)).size > 1;
    const rows = facets.flatMap((answer, i) => timelines(answer.rows, kFacets[i][0], several, () => "")
      .filter((row) => kFacets[i][0] === "presence" || row.spans.some((span) => span.state !== "unknown"))
      .map((row) => ({ ...row, label: users.length > 1 ? `${row.label}: ${kFacets[i][1]}` : kFacets[i][1], href: undefined })));
    timeline.set(rows, zone, extentOf(zone, presence.since_ms, presence.until_ms, openEnded(query)));
    const name = users.length === 1 ? visit.people.nameOf(users[0]) : who;
    document.title = `${name} \u00b7 presenced`;
    const watched = summary.rows.reduce((sum, row) => sum + row.active_ms + row.away_ms + row.unknown_ms, 0);
    visit.show(zone, heading(name, ...present(nowAnswer, zone)), particulars(records, visit.query),
      h("div", { class: "tools" }, windowChoice(visit, zone, presence, kUsual), h("span", { class: "also" }, viewLink("heatmap", query, "Heatmap"), viewLink("log", base, "Log"))),
      timeline.element, legend("active", "away", "set", "unknown"),
      behind("Presence", [
        { name: "State", heads: true, cell: (row: SpanRow) => row.presence },
        { name: "From", kind: "time", cell: (row) => `${zone.day(row.from_ms)} ${zone.seconds(row.from_ms)}` },
        { name: "For", kind: "number", cell: (row) => duration(row.duration_ms) },
      ], presence.rows),
      h("div", { class: "columns" },
        h("section", {}, h("h2", {}, "Day by day"), sums(summary.rows, zone)),
        h("div", {}, h("section", {}, h("h2", {}, "Statuses"), statuses(facets[1].rows, zone)),
          h("section", {}, h("h2", {}, "What is not known"), ...gaps(cover.rows, watched || 1, zone)))),
      files("summary", query, ["csv", "svg"]));
  };
  await draw();
  return { refresh: draw, every: 5000 };
}
