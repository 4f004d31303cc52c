// Spans of time divided among the hours of a week of a zone.

import type { OverlapRow } from "./answers";
import type { Zone } from "./zone";

const kHour = 3_600_000;

export interface HourSums {
  weekday: number; // 1 is Monday
  hour: number;
  whole: number; // milliseconds of the window in this hour of the week
  met: number; // of them in a span that counts
  open: number; // of them undecided
}

// `rows` in order. An hour that comes twice in autumn counts twice, as in the heatmap.
export function weekOf(zone: Zone, since: number, until: number, rows: readonly OverlapRow[]): HourSums[] {
  const sums = Array.from({ length: 168 }, (_, i): HourSums => ({
    weekday: Math.floor(i / 24) + 1,
    hour: i % 24,
    whole: 0,
    met: 0,
    open: 0,
  }));
  let next = 0;
  for (let from = since; from < until;) {
    const local = from + zone.offset(from);
    const to = Math.min(until, from + kHour - (local % kHour));
    const slot = sums[zone.weekday(from) * 24 + zone.hour(from)];
    slot.whole += to - from;
    while (next < rows.length && rows[next].to_ms <= from) ++next;
    for (let i = next; i < rows.length && rows[i].from_ms < to; ++i) {
      const part = Math.min(to, rows[i].to_ms) - Math.max(from, rows[i].from_ms);
      if (rows[i].overlap === "undecided") slot.open += part;
      else slot.met += part;
    }
    from = to;
  }
  return sums;
}
