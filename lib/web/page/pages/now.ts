// Now: a board of everybody by group, kept up to date.

import { altered, link, only } from "../address";
import type { NowAnswer, NowRow, Presence } from "../answers";
import { ask } from "../api";
import { byId, h, spoken, type Child } from "../dom";
import { count, duration } from "../durations";
import { choice, files, heading, personLink, remarks, workspaceChoice } from "../furniture";
import { proportion } from "../pictures/proportion";
import type { Opened, Visit } from "../view";
import { certainty, kCertainties } from "../words";
import { Zone } from "../zone";

const kStates: Presence[] = ["active", "away", "unknown"];
const keyOf = (row: { workspace: string; user_id: string }): string => `${row.workspace} ${row.user_id}`;

interface Section {
  title: string;
  about: string;
  who: string | null; // @group
  rows: NowRow[];
}

// By group of the watchlist; who is in several is in each. Whoever is in none comes last.
function sections(visit: Visit, rows: NowRow[]): Section[] {
  const found = new Map<string, Section>();
  const several = visit.people.several;
  const add = (key: string, title: string, about: string, who: string | null, row: NowRow): void => {
    const section = found.get(key) ?? { title, about, who, rows: [] };
    section.rows.push(row);
    found.set(key, section);
  };
  for (const { workspace, name } of visit.page.groups)
    found.set(`${workspace} @${name}`, { title: name, about: several ? workspace : "", who: `@${name}`, rows: [] });
  for (const row of rows) {
    const person = visit.people.of(row.user_id).find((one) => one.workspace === row.workspace);
    for (const group of person?.groups ?? [])
      add(`${row.workspace} @${group}`, group, several ? row.workspace : "", `@${group}`, row);
    if (person && !person.watched) add("\uffff gone", "No longer watched", "", null, row);
    else if (!person?.groups?.length) add("\ufffe none", found.size ? "In no group" : "Everybody", "", null, row);
  }
  return Array.from(found)
    .filter(([, section]) => section.rows.length)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, section]) => section);
}

const tally = (rows: NowRow[]): Record<Presence, number> => ({
  active: rows.filter((row) => row.presence === "active").length,
  away: rows.filter((row) => row.presence === "away").length,
  unknown: rows.filter((row) => row.presence === "unknown").length,
});

function statusLine(row: NowRow): Child {
  const marks = [row.dnd === "on" && "do not disturb", row.huddle === "in" && "in a huddle"].filter(
    (mark): mark is string => !!mark,
  );
  const text = row.status_known
    ? [
        row.status_emoji && h("code", {}, row.status_emoji),
        row.status_text && h("span", { dir: "auto" }, row.status_text),
      ]
    : [];
  if (!text.some((part) => part) && !marks.length) return null;
  return h("p", { class: "status" }, ...text, ...marks.map((mark) => h("span", { class: "tag" }, mark)));
}

function card(row: NowRow, visit: Visit, zone: Zone, at: number, fresh: boolean): HTMLElement {
  const since =
    row.since_ms === null
      ? null
      : h(
          "span",
          { class: "since" },
          "since ",
          h("time", { datetime: row.since }, zone.near(row.since_ms, at)),
          " ",
          h("span", { class: "long" }, duration(row.duration_ms ?? 0)),
        );
  return h(
    "li",
    { class: `card ${row.presence}${fresh ? " fresh" : ""}`, "data-who": row.user_id },
    h("i", { class: `sign ${row.presence}`, "aria-hidden": "true" }),
    h(
      "p",
      { class: "name" },
      personLink(row.user_id, row.name, visit.query, { dir: "auto" }),
      spoken(": "),
      h("span", { class: "state" }, row.presence),
    ),
    h("p", { class: "when" }, since, since && spoken(", "), h("span", { class: "sure" }, certainty(row, zone, at))),
    statusLine(row),
  );
}

function sectionOf(section: Section, visit: Visit, zone: Zone, at: number, fresh: Set<string>): HTMLElement {
  const counts = tally(section.rows);
  const wanted = visit.query.get("state");
  const rows = section.rows.filter((row) => !wanted || row.presence === wanted);
  const title = section.who
    ? h(
        "a",
        { href: link("day", altered(only(visit.query, ["tz", "workspace"]), { who: section.who })) },
        section.title,
      )
    : section.title;
  return h(
    "section",
    { class: "group" },
    h(
      "div",
      { class: "group-head" },
      h(
        "div",
        { class: "group-name" },
        h("h2", {}, title, section.about ? h("small", {}, ` ${section.about}`) : null),
        h(
          "p",
          { class: "counts" },
          kStates
            .filter((state) => counts[state])
            .map((state) => `${counts[state]} ${state}`)
            .join(" \u00b7 "),
        ),
      ),
      proportion(kStates.map((state) => [state, counts[state]])),
    ),
    rows.length
      ? h("ul", { class: "cards" }, ...rows.map((row) => card(row, visit, zone, at, fresh.has(keyOf(row)))))
      : h("p", { class: "nothing" }, `Nobody here is ${wanted}.`),
  );
}

export async function now(visit: Visit): Promise<Opened> {
  const query = only(visit.query, ["tz", "workspace", "who"]);
  let before = new Map<string, Presence>();
  const draw = async (): Promise<void> => {
    const answer = await ask<NowAnswer>("now", query, visit.signal);
    const zone = new Zone(answer.zone, answer.rows.find((row) => row.since)?.since ?? "");
    const changed = answer.rows.filter((row) => before.has(keyOf(row)) && before.get(keyOf(row)) !== row.presence);
    before = new Map(answer.rows.map((row) => [keyOf(row), row.presence]));
    if (changed.length)
      byId("said").textContent =
        changed.length > 3
          ? count(changed.length, "person has", "people have") + " changed"
          : changed.map((row) => `${row.name} is ${row.presence}`).join(", ");
    const watched = answer.rows.filter((row) => visit.people.of(row.user_id).some((one) => one.watched));
    const counts = tally(watched);
    const fresh = new Set(changed.map(keyOf));
    const shown = sections(visit, answer.rows);
    visit.show(
      zone,
      heading(
        "Now",
        h("strong", {}, zone.clock(answer.at_ms)),
        ` ${zone.day(answer.at_ms)}. `,
        ...kStates.map((state, i) =>
          h(
            "span",
            { class: "count" },
            i ? ", " : "",
            h("i", { class: `sign ${state}`, "aria-hidden": "true" }),
            ` ${counts[state]} ${state}`,
          ),
        ),
      ),
      h(
        "div",
        { class: "tools" },
        choice(visit, "Show", "state", [
          ["", "everybody"],
          ["active", "active"],
          ["away", "away"],
          ["unknown", "unknown"],
        ]),
        workspaceChoice(visit),
      ),
      ...(shown.length
        ? shown.map((one) => sectionOf(one, visit, zone, answer.at_ms, fresh))
        : [remarks(answer)]), // else only that the recorder is silent, which is said above
      h(
        "details",
        { class: "words", "data-key": "words" },
        h("summary", {}, "How sure is \u201csince\u201d?"),
        h("dl", {}, ...kCertainties.flatMap(([word, meaning]) => [h("dt", {}, word), h("dd", {}, meaning)])),
      ),
      files("now", query, ["csv"]),
    );
  };
  await draw();
  return { refresh: draw, every: 1000 };
}
