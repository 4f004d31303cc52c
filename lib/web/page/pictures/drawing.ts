// Draws the axis and the bars of a timeline as they are in view.

import type { Linear } from "d3-scale";

import { s } from "../dom";
import { paths, type Span } from "./bars";
import type { Tick } from "./ticks";

export const kAxis = 26; // pixels, its height
const kLetter = 7.6; // pixels; no bold letter of the axis is wider

export interface Layout {
  scale: Linear;
  width: number;
  pitch: number; // from row to row
  bar: { top: number; height: number }; // within a row
}

export function drawAxis(axis: SVGSVGElement, marks: readonly Tick[], { scale, width }: Layout): void {
  axis.setAttribute("viewBox", `0 0 ${width} ${kAxis}`);
  const fits = (one: Tick): boolean => scale(one.at) < width - one.label.length * kLetter - 4;
  axis.replaceChildren(
    ...marks.filter(fits).map((one) => {
      const place = { x: Math.max(0, scale(one.at)) + 3, y: kAxis - 9, class: one.major ? "major" : "minor" };
      return s("text", place, one.label);
    }),
  );
}

const kFills: Record<string, string> = { hatch: "url(#hatch)", dots: "url(#dots)" };

function rowOf(spans: readonly Span[], kind: string, top: number, layout: Layout): SVGGElement {
  const drawn = paths(spans, layout.scale, layout.width, top, layout.bar.height);
  return s(
    "g",
    { class: `row ${kind}` },
    ...drawn.map(({ shape, state, d }) => s("path", { class: `${shape} ${state}`, d, fill: kFills[shape] })),
  );
}

// `now`: where the known ends, if it is in the picture.
export function drawBars(
  bars: SVGSVGElement,
  rows: readonly { kind?: string; spans: Span[] }[],
  marks: readonly Tick[],
  now: number | null,
  layout: Layout,
): void {
  const { scale, width, pitch, bar } = layout;
  const height = rows.length * pitch;
  const upright = (at: number, kind: string): SVGLineElement =>
    s("line", { class: kind, x1: scale(at), x2: scale(at), y1: 0, y2: height });
  bars.setAttribute("viewBox", `0 0 ${width} ${height}`);
  bars.replaceChildren(
    s("rect", { class: "ground", width, height }),
    ...marks.map((one) => upright(one.at, one.major ? "grid major" : "grid")),
    ...rows.map((row, index) => rowOf(row.spans, row.kind ?? "", index * pitch + bar.top, layout)),
    ...(now === null ? [] : [upright(now, "now")]),
  );
}
