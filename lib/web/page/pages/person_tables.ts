// The tables of the view of a person.

import type { CoverageRow, SpanRow, SummaryRow } from "../answers";
import { h, type Child } from "../dom";
import { duration, durations, percent } from "../durations";
import { nothing } from "../furniture";
import { proportion } from "../pictures/proportion";
import { table } from "../table";
import { kReasons, status } from "../words";
import type { Zone } from "../zone";

export function sums(rows: SummaryRow[], zone: Zone): HTMLElement {
  const parts = (row: SummaryRow): string[] => durations([row.active_ms, row.away_ms, row.unknown_ms]);
  return table(
    "Each day in sums",
    [
      { name: "Day", kind: "time", heads: true, cell: (row: SummaryRow) => zone.day(row.from_ms) },
      {
        name: "Divided",
        cell: (row) =>
          proportion([
            ["active", row.active_ms],
            ["away", row.away_ms],
            ["unknown", row.unknown_ms],
          ]),
      },
      { name: "Active", kind: "number", cell: (row) => parts(row)[0] },
      { name: "Away", kind: "number", cell: (row) => parts(row)[1] },
      { name: "Unknown", kind: "number", cell: (row) => parts(row)[2] },
      {
        name: "First active",
        kind: "time",
        cell: (row) => (row.first_active_ms === null ? "\u2013" : zone.clock(row.first_active_ms)),
      },
      {
        name: "Last active",
        kind: "time",
        cell: (row) =>
          row.last_active_ms === null
            ? "\u2013"
            : zone.isMidnight(row.last_active_ms)
              ? "24:00"
              : zone.clock(row.last_active_ms),
      },
    ],
    rows,
  );
}

export function statuses(rows: SpanRow[], zone: Zone): HTMLElement {
  const set = rows.filter((row) => row.known && status(row.text, row.emoji)).reverse();
  if (!set.length) return nothing("No status was seen in this window.");
  return table(
    "Statuses, the newest first",
    [
      {
        name: "Status",
        heads: true,
        cell: (row: SpanRow) =>
          h("span", { dir: "auto" }, row.emoji ? h("code", {}, row.emoji) : null, row.emoji ? " " : null, row.text),
      },
      { name: "From", kind: "time", cell: (row) => `${zone.day(row.from_ms)} ${zone.clock(row.from_ms)}` },
      { name: "For", kind: "number", cell: (row) => duration(row.duration_ms) },
    ],
    set,
  );
}

export function gaps(rows: CoverageRow[], whole: number, zone: Zone): Child[] {
  const found = rows.filter((row) => row.kind === "gap");
  const unknown = found.reduce((sum, row) => sum + row.duration_ms, 0);
  if (!found.length) return [h("p", {}, "Watched all the time: there is no gap in this window.")];
  return [
    h(
      "p",
      {},
      `Watched ${percent(1 - unknown / whole)} of the time. Nothing is known of the other ${duration(unknown)}.`,
    ),
    table(
      "Gaps",
      [
        {
          name: "From",
          kind: "time",
          heads: true,
          cell: (row: CoverageRow) => `${zone.day(row.from_ms)} ${zone.seconds(row.from_ms)}`,
        },
        { name: "For", kind: "number", cell: (row) => duration(row.duration_ms) },
        { name: "Why", cell: (row) => kReasons[row.reason ?? ""] ?? row.reason },
      ],
      found,
    ),
  ];
}
