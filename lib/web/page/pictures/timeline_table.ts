// The table behind a timeline: each span of each row.

import { duration } from "../durations";
import { behind } from "../table";
import type { Zone } from "../zone";
import type { Span } from "./bars";
import type { Row } from "./timeline";

interface Line {
  row: Row;
  span: Span;
}

export function timelineTable(caption: string, rows: readonly Row[], zone: Zone): HTMLElement {
  const lines = rows.flatMap((row) => row.spans.map((span): Line => ({ row, span })));
  const moment = (ms: number): string => `${zone.day(ms)} ${zone.seconds(ms)}`;
  const named = rows.some((row) => row.detail);
  return behind(
    caption,
    [
      { name: "Row", heads: true, cell: ({ row }: Line) => row.label },
      ...(named ? [{ name: "Of", cell: ({ row }: Line) => row.detail ?? "" }] : []),
      { name: "State", cell: ({ span }) => (span.text ? `${span.state}: ${span.text}` : span.state) },
      { name: "From", kind: "time", cell: ({ span }) => moment(span.from) },
      { name: "To", kind: "time", cell: ({ span }) => moment(span.to) },
      { name: "For", kind: "number", cell: ({ span }) => duration(span.to - span.from) },
    ],
    lines,
  );
}
