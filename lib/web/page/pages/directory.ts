// Everybody whom the reader may look at, to choose a person from.

import { altered, link, only } from "../address";
import type { PersonRow } from "../answers";
import { combobox } from "../combobox";
import { go } from "../address";
import { h } from "../dom";
import { count } from "../durations";
import { files, heading, personLink, workspaceChoice } from "../furniture";
import { People } from "../people";
import { table } from "../table";
import type { Opened, Visit } from "../view";
import { Zone } from "../zone";

export async function directory(visit: Visit): Promise<Opened> {
  const workspace = visit.query.get("workspace");
  const rows = visit.people.rows.filter((row) => !workspace || row.workspace === workspace);
  const query = only(visit.query, ["tz", "workspace"]);
  visit.show(
    new Zone(visit.query.get("tz") ?? visit.page.zone),
    heading(
      "Person",
      rows.length ? `${count(rows.length, "person is", "people are")} known. Choose one.` : "Nobody is known yet.",
    ),
    h(
      "div",
      { class: "tools" },
      combobox(
        "Name, address or id",
        () => visit.people,
        (who) => go(link("person", altered(visit.query, { who }))),
      ),
      workspaceChoice(visit),
    ),
    rows.length > 0 &&
      table(
        "People",
        [
          {
            name: "Name",
            heads: true,
            cell: (row: PersonRow) => personLink(row.user_id, People.shortName(row), visit.query, { dir: "auto" }),
          },
          { name: "Full name", cell: (row) => h("span", { dir: "auto" }, row.real_name ?? "") },
          ...(visit.people.several ? [{ name: "Workspace", cell: (row: PersonRow) => row.workspace }] : []),
          { name: "Groups", cell: (row) => (row.groups ?? []).map((group) => `@${group}`).join(", ") },
          { name: "Watched", cell: (row) => (row.watched ? "yes" : "no longer") },
        ],
        rows,
      ),
    files("people", query, ["csv"]),
  );
  return { every: 0 };
}
