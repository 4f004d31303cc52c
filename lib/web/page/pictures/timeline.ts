// A timeline: a row of bars for each person, an axis in the zone of the answer, zoom and pan. What is under the pointer
// or under the keyboard's cursor is told below it (reader.ts). The table behind it is the caller's.

import { scaleLinear, type Linear } from "d3-scale";
import { event as zoomEvent, select } from "d3-selection";
import { zoom, zoomIdentity, type Zoom } from "d3-zoom";

import { note } from "../address";
import { h, s } from "../dom";
import type { Zone } from "../zone";
import type { Span } from "./bars";
import { drawAxis, drawBars, kAxis } from "./drawing";
import { Reader, type Explain } from "./reader";
import { ticks } from "./ticks";

export interface Row {
  key: string;
  label: string;
  detail?: string;
  href?: string;
  kind?: string; // a class of the row
  spans: Span[];
}

export interface Extent {
  from: number;
  to: number;
  now?: number; // where the known ends, if the axis goes on
}

const kNarrow = 620; // pixels; below it names stand above their bars
const kClosest = 60_000; // the shortest window that can be looked at, milliseconds
const kSpacing = 80; // pixels between two marks of the axis, at least: the bold name of a day fits
const kPaper = 590; // pixels, of the bars on a page of A4 or letter

// "FROM-TO" in the address, in milliseconds.
function noted(extent: Extent): [number, number] {
  const match = /^(\d+)-(\d+)$/.exec(new URLSearchParams(location.search).get("view") ?? "");
  if (!match) return [extent.from, extent.to];
  const from = Math.max(extent.from, Number(match[1]));
  const to = Math.min(extent.to, Number(match[2]));
  return to - from >= kClosest ? [from, to] : [extent.from, extent.to];
}

export class Timeline {
  readonly element: HTMLElement;
  private readonly names = h("div", { class: "names" });
  private readonly axis = s("svg", { class: "axis", preserveAspectRatio: "none", "aria-hidden": "true" });
  private readonly bars = s("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
  private readonly plot: HTMLElement;
  private readonly behaviour: Zoom = zoom();
  private readonly reader: Reader;
  private rows: Row[] = [];
  private zone!: Zone;
  private extent!: Extent;
  private view: [number, number] = [0, 0];
  private width = 0;
  private frame = 0;
  private moving = false; // the reader zooms or pans

  constructor(label: string, explain: Explain) {
    const keys =
      "Arrow keys move between changes and rows, plus and minus zoom, 0 shows all, Shift with an arrow pans.";
    this.plot = h(
      "div",
      {
        class: "plot",
        tabindex: 0,
        role: "group",
        "aria-roledescription": "timeline",
        "aria-label": `${label}. ${keys}`,
        "data-key": `plot-${label}`,
      },
      this.axis,
      this.bars,
    );
    this.reader = new Reader(this.plot, this.bars, this, explain);
    const button = (text: string, name: string, act: () => void): HTMLElement =>
      h("button", { type: "button", "aria-label": name, title: name, click: act }, text);
    this.element = h(
      "figure",
      { class: "timeline", "aria-label": label },
      h(
        "div",
        { class: "zooms" },
        button("\u2212", "Zoom out", () => this.zoomBy(0.5)),
        button("+", "Zoom in", () => this.zoomBy(2)),
        button("All", "All: show the whole window", () => this.showAll()),
      ),
      this.names,
      this.plot,
      this.reader.element,
    );
    this.behaviour
      .filter(() => (zoomEvent.type === "wheel" ? zoomEvent.ctrlKey || zoomEvent.metaKey : !zoomEvent.button))
      .on("start", () => {
        this.moving = true;
      })
      .on("zoom", () => this.zoomed())
      .on("end", () => {
        this.moving = false;
        this.settled();
      });
    select(this.bars).call(this.behaviour);
    this.plot.addEventListener("wheel", (turn) => this.panByWheel(turn), { passive: false });
    new ResizeObserver(() => this.resize()).observe(this.plot);
    // Paper is laid out without a chance to measure it: drawn about as wide, and stretched to fit.
    window.addEventListener("beforeprint", () => {
      if (this.element.isConnected) this.drawAt(kPaper);
    });
    window.addEventListener("afterprint", () => this.resize());
  }

  set(rows: Row[], zone: Zone, extent: Extent): void {
    const first = this.rows.length === 0 && !this.extent;
    const whole = !first && this.view[0] === this.extent.from && this.view[1] === this.extent.to;
    this.rows = rows;
    this.zone = zone;
    this.extent = extent;
    if (first) this.view = noted(extent);
    else if (whole) this.view = [extent.from, extent.to];
    this.names.replaceChildren(
      ...rows.map((row) => {
        const text = [h("span", {}, row.label), row.detail ? h("small", {}, row.detail) : null];
        const name = row.href
          ? h("a", { href: row.href, title: row.label }, ...text)
          : h("span", { title: row.label }, ...text);
        return h("div", { class: `name ${row.kind ?? ""}` }, name);
      }),
    );
    if (this.width && !this.moving) this.resize();
  }

  get scale(): Linear {
    return scaleLinear().domain(this.view).range([0, this.width]);
  }
  get shownRows(): Row[] {
    return this.rows;
  }
  get localZone(): Zone {
    return this.zone;
  }
  get pitch(): number {
    return this.narrow ? 50 : 30;
  }
  get bar(): { top: number; height: number } {
    return this.narrow ? { top: 27, height: 18 } : { top: 6, height: 18 };
  }
  private get narrow(): boolean {
    return this.element.classList.contains("narrow");
  }

  // Shows this part of the window.
  look(from: number, to: number): void {
    const whole = this.extent.to - this.extent.from;
    const length = Math.min(whole, Math.max(kClosest, to - from));
    const start = Math.min(this.extent.to - length, Math.max(this.extent.from, from));
    const k = whole / length;
    const x = (-(start - this.extent.from) / whole) * this.width * k;
    this.behaviour.transform(select(this.bars), zoomIdentity.translate(x, 0).scale(k));
  }

  zoomBy(factor: number, about = (this.view[0] + this.view[1]) / 2): void {
    const [from, to] = this.view;
    this.look(about - (about - from) / factor, about + (to - about) / factor);
  }

  panBy(share: number): void {
    const [from, to] = this.view;
    const by = (to - from) * share;
    this.look(from + by, to + by);
  }

  showAll(): void {
    this.look(this.extent.from, this.extent.to);
  }

  // The moment is brought into view, if it is not there.
  reveal(at: number): void {
    const [from, to] = this.view;
    if (at < from || at > to) this.look(at - (to - from) / 2, at + (to - from) / 2);
  }

  revealRow(index: number): void {
    this.names.children[index]?.scrollIntoView({ block: "nearest" });
  }

  private panByWheel(turn: WheelEvent): void {
    if (turn.ctrlKey || turn.metaKey || Math.abs(turn.deltaX) <= Math.abs(turn.deltaY)) return;
    turn.preventDefault();
    this.panBy(turn.deltaX / this.width);
  }

  private zoomed(): void {
    const whole = scaleLinear().domain([this.extent.from, this.extent.to]).range([0, this.width]);
    const [from, to] = zoomEvent.transform.rescaleX(whole).domain();
    this.view = zoomEvent.transform.k === 1 ? [this.extent.from, this.extent.to] : [from, to];
    if (!this.frame)
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
  }

  private settled(): void {
    const whole = this.view[0] === this.extent.from && this.view[1] === this.extent.to;
    const words = whole ? null : this.view.map((at) => String(Math.round(at))).join("-");
    if ((new URLSearchParams(location.search).get("view") ?? null) !== words && this.element.isConnected)
      note("view", words);
  }

  private resize(): void {
    if (!this.extent) return;
    this.element.classList.toggle("narrow", this.element.clientWidth < kNarrow);
    this.width = this.plot.clientWidth;
    const height = this.rows.length * this.pitch;
    this.axis.setAttribute("height", String(kAxis));
    this.bars.setAttribute("height", String(height));
    const frame: [[number, number], [number, number]] = [
      [0, 0],
      [this.width, height],
    ];
    this.behaviour
      .extent(frame)
      .translateExtent(frame)
      .scaleExtent([1, Math.max(1, (this.extent.to - this.extent.from) / kClosest)]);
    this.look(this.view[0], this.view[1]);
    this.draw();
  }

  private drawAt(width: number): void {
    this.width = width;
    this.draw();
  }

  private draw(): void {
    const { scale, width, pitch, bar } = this;
    const layout = { scale, width, pitch, bar };
    const marks = ticks(this.zone, this.view[0], this.view[1], width, kSpacing);
    const { now, to } = this.extent;
    drawAxis(this.axis, marks, layout);
    drawBars(this.bars, this.rows, marks, now !== undefined && now < to ? now : null, layout);
    this.reader.redraw();
  }
}
