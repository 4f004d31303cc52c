// The bars of one row of a timeline as paths: one for each state, however many spans there are. A state is told by its
// shape and not by its colour alone: full height, a thin line, hatched, dotted.

import { bisector } from "d3-array";
import type { Linear } from "d3-scale";

export interface Span {
  from: number; // milliseconds
  to: number;
  state: string;
  text?: string; // of a status
}

type Shape = "line" | "full" | "hatch" | "dots";

const kShapes: Record<string, Shape> = {
  active: "full",
  on: "full",
  in: "full",
  set: "full",
  together: "full",
  any: "full",
  session: "full",
  away: "line",
  watched: "line",
  off: "line",
  out: "line",
  cleared: "line",
  unknown: "hatch",
  undecided: "dots",
};
// Painted in this order: what is short and must not be hidden comes last.
const kOrder = [
  "away",
  "watched",
  "off",
  "out",
  "cleared",
  "session",
  "undecided",
  "active",
  "on",
  "in",
  "set",
  "any",
  "together",
  "unknown",
];

// However short a span is, it shows: pixels.
const kLeast: Record<Shape, number> = { line: 0, full: 1, dots: 2.5, hatch: 2.5 };

export interface Path {
  state: string;
  shape: Shape;
  d: string;
}

export const shapeOf = (state: string): Shape => kShapes[state] ?? "full";

const byEnd = bisector<Span>((span) => span.to);
const byStart = bisector<Span>((span) => span.from);

// The span at a moment. Spans are in order and do not overlap.
export function spanAt(spans: readonly Span[], at: number): Span | null {
  const span = spans[byEnd.right(spans, at)];
  return span && span.from <= at ? span : null;
}

// The spans that reach into a window.
export const within = (spans: readonly Span[], from: number, to: number): Span[] =>
  spans.slice(byEnd.right(spans, from), byStart.right(spans, to));

// `top` and `height` in pixels, of the row's bar.
export function paths(spans: readonly Span[], scale: Linear, width: number, top: number, height: number): Path[] {
  const [from, to] = scale.domain();
  const boxes = new Map<string, { x: number; end: number }[]>();
  for (const span of within(spans, from, to)) {
    const x = Math.max(-1, scale(span.from));
    const end = Math.min(width + 1, Math.max(scale(span.to), x + kLeast[shapeOf(span.state)]));
    const list = boxes.get(span.state) ?? [];
    const last = list[list.length - 1];
    if (last && x - last.end < 0.3)
      last.end = Math.max(last.end, end); // they touch on the screen
    else list.push({ x, end });
    boxes.set(span.state, list);
  }
  const line = Math.max(2, Math.round(height / 7));
  return kOrder
    .filter((state) => boxes.has(state))
    .map((state) => {
      const shape = shapeOf(state);
      const y = shape === "line" ? top + (height - line) / 2 : top;
      const tall = shape === "line" ? line : height;
      const d = (boxes.get(state) as { x: number; end: number }[])
        .map(({ x, end }) => `M${x.toFixed(1)},${y}H${end.toFixed(1)}V${y + tall}H${x.toFixed(1)}Z`)
        .join("");
      return { state, shape, d };
    });
}
