// Person: what is known of one person: now, over a window, in sums, in statuses, and where nothing is known.

import { altered, only } from "../address";
import type { CoverageRow, Facet, NowAnswer, PersonRow, SpanRow, SummaryRow, WindowAnswer } from "../answers";
import { ask } from "../api";
import { h, type Child } from "../dom";
import { duration } from "../durations";
import { files, heading, viewLink } from "../furniture";
import { legend } from "../legend";
import { timelineTable } from "../pictures/timeline_table";
import { People } from "../people";
import { timelines, type PersonTimeline } from "../rows";
import { SourcedTimeline } from "../sourced_timeline";
import { openEnded, type Opened, type Visit } from "../view";
import { windowChoice } from "../window_choice";
import { certainty, status } from "../words";
import { Zone } from "../zone";
import { directory } from "./directory";
import { gaps, statuses, sums } from "./person_tables";

const kUsual = "last week"; // and up to now
const kFacets: [Facet, string][] = [
  ["presence", "Presence"],
  ["status", "Status"],
  ["dnd", "Do not disturb"],
  ["huddle", "Huddle"],
];

function particulars(rows: PersonRow[], query: URLSearchParams): HTMLElement {
  return h(
    "ul",
    { class: "particulars" },
    ...rows.map((row) =>
      h(
        "li",
        {},
        ...[
          row.real_name,
          row.workspace,
          row.user_id,
          row.email,
          row.tz,
          row.watched ? "" : "no longer watched",
          row.deleted ? "deactivated at Slack" : "",
        ]
          .filter((one): one is string => !!one && one !== People.shortName(row))
          .map((one) => h("span", { dir: "auto" }, one)),
        ...(row.groups ?? []).map((group) =>
          h("span", {}, viewLink("day", altered(only(query, ["tz"]), { who: `@${group}` }), `@${group}`)),
        ),
      ),
    ),
  );
}

function present(answer: NowAnswer, zone: Zone): Child[] {
  return answer.rows.map((row) =>
    h(
      "span",
      { class: "present" },
      h("i", { class: `sign ${row.presence}`, "aria-hidden": "true" }),
      " ",
      h("strong", {}, row.presence),
      row.since_ms === null
        ? ""
        : ` since ${zone.near(row.since_ms, answer.at_ms)} (${duration(row.duration_ms ?? 0)})`,
      `, ${certainty(row, zone, answer.at_ms)}`,
      row.status_known && status(row.status_text, row.status_emoji)
        ? h("span", { dir: "auto" }, ` \u00b7 ${status(row.status_text, row.status_emoji)}`)
        : null,
    ),
  );
}

// A timeline for each facet of which something is known. The people themselves are named above, unless they are several.
function facetRows(answers: WindowAnswer<SpanRow>[], named: boolean): PersonTimeline[] {
  const several = new Set(answers[0].rows.map((row) => row.workspace)).size > 1;
  return answers.flatMap((answer, i) => {
    const [facet, title] = kFacets[i];
    return timelines(answer.rows, facet, several, () => undefined)
      .filter((row) => facet === "presence" || row.spans.some((span) => span.state !== "unknown"))
      .map((row) => ({ ...row, label: named ? `${row.label}: ${title}` : title }));
  });
}

// What the bars of these rows may show.
function legendOf(rows: PersonTimeline[]): HTMLElement {
  const has = (...facets: Facet[]): boolean => rows.some((row) => facets.includes(row.facet));
  return legend(
    "active",
    "away",
    ...(has("status") ? ["set"] : []),
    ...(has("dnd", "huddle") ? ["on"] : []),
    ...(has("status", "dnd", "huddle") ? ["off"] : []),
    "unknown",
  );
}

export async function person(visit: Visit): Promise<Opened> {
  const who = visit.query.get("who");
  if (!who) return directory(visit);
  const base = only(visit.query, ["tz", "workspace"]);
  base.append("who", who);
  const query = new URLSearchParams(base);
  for (const word of ["since", "until"]) if (visit.query.has(word)) query.set(word, visit.query.get(word) as string);
  if (!query.has("since")) query.set("since", kUsual);
  const timeline = new SourcedTimeline("Timelines of presence, status, do-not-disturb and huddles", visit.signal);
  const draw = async (): Promise<void> => {
    const about = <T>(command: string, words: Record<string, string> = {}): Promise<T> =>
      ask<T>(command, altered(query, words), visit.signal);
    const [nowAnswer, summary, cover, ...facets] = await Promise.all([
      ask<NowAnswer>("now", base, visit.signal),
      about<WindowAnswer<SummaryRow>>("summary", { by: "day" }),
      about<WindowAnswer<CoverageRow>>("coverage"),
      ...kFacets.map(([facet]) => about<WindowAnswer<SpanRow>>("intervals", { facet })),
    ]);
    const presence = facets[0];
    const users = Array.from(new Set(presence.rows.concat(nowAnswer.rows as any).map((row) => row.user_id)));
    const records = users.flatMap((user) => visit.people.of(user));
    const rows = facetRows(facets, users.length > 1);
    const zone = timeline.set(rows, presence, openEnded(query));
    const name = users.length === 1 ? visit.people.nameOf(users[0]) : who;
    document.title = `${name} \u00b7 presenced`;
    const watched = summary.rows.reduce((sum, row) => sum + row.active_ms + row.away_ms + row.unknown_ms, 0);
    visit.show(
      zone,
      heading(name, ...present(nowAnswer, zone)),
      particulars(records, visit.query),
      h(
        "div",
        { class: "tools" },
        windowChoice(visit, zone, presence, kUsual),
        h("span", { class: "also" }, viewLink("heatmap", query, "Heatmap"), viewLink("log", base, "Log")),
      ),
      timeline.element,
      legendOf(rows),
      timelineTable("Timelines", rows, zone),
      h(
        "div",
        { class: "columns" },
        h("section", {}, h("h2", {}, "Day by day"), sums(summary.rows, zone)),
        h(
          "div",
          {},
          h("section", {}, h("h2", {}, "Statuses"), statuses(facets[1].rows, zone)),
          h("section", {}, h("h2", {}, "What is not known"), ...gaps(cover.rows, watched || 1, zone)),
        ),
      ),
      files("summary", query, ["csv", "svg"]),
    );
  };
  await draw();
  return { refresh: draw, every: 5000 };
}
