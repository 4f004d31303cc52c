// Answers to rows of a timeline.

import type { Facet, SpanRow } from "./answers";
import type { Row } from "./pictures/timeline";
import type { Span } from "./pictures/bars";
import type { Zone } from "./zone";
import { kDay } from "./zone";
import { status } from "./words";

export interface PersonTimeline extends Row {
  user: string;
  workspace: string;
  facet: Facet;
}

function stateOf(row: SpanRow, facet: Facet): { state: string; text?: string } {
  if (facet !== "status") return { state: row[facet] ?? "unknown" };
  if (row.known === false) return { state: "unknown" };
  const text = status(row.text, row.emoji);
  return text ? { state: "set", text } : { state: "cleared" };
}

export const spanOf = (row: SpanRow, facet: Facet): Span => ({
  from: row.from_ms,
  to: row.to_ms,
  ...stateOf(row, facet),
});

// The rows of an answer about one facet, a timeline for each person of each workspace, in the order of the answer.
export function timelines(
  rows: readonly SpanRow[],
  facet: Facet,
  several: boolean,
  href: (user: string) => string | undefined,
): PersonTimeline[] {
  const made = new Map<string, PersonTimeline>();
  for (const row of rows) {
    const key = `${row.workspace} ${row.user_id} ${facet}`;
    let one = made.get(key);
    if (!one) {
      one = {
        key,
        label: row.name,
        detail: several ? row.workspace : undefined,
        href: href(row.user_id),
        spans: [],
        user: row.user_id,
        workspace: row.workspace,
        facet,
      };
      made.set(key, one);
    }
    one.spans.push(spanOf(row, facet));
  }
  return Array.from(made.values());
}

// The axis of a window: today goes on to midnight, so that a day looks the same all day long.
export function extentOf(
  zone: Zone,
  since: number,
  until: number,
  open: boolean,
): { from: number; to: number; now?: number } {
  if (!open || !zone.isMidnight(since) || until - since >= kDay) return { from: since, to: until };
  return { from: since, to: zone.startOfDay(since, 1), now: until };
}
