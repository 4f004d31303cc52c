// Tells what is under the pointer, or under the cursor of the keyboard, in a line below a timeline.

import { go } from "../address";
import { h, s } from "../dom";
import { duration } from "../durations";
import { spanAt, within, type Span } from "./bars";
import type { Row, Timeline } from "./timeline";

// How a span began: by which source, and within which bounds. Empty: nothing is known of that.
export type Explain = (row: Row, span: Span) => Promise<string>;

const kRest = 180; // milliseconds that the pointer rests before the history is asked

export class Reader {
  readonly element: HTMLElement;
  private readonly told = h("span", {});
  private readonly how = h("span", { class: "how" });
  private row = -1;
  private span: Span | null = null;
  private pointer: number | null = null; // the moment under it
  private waiting = 0;

  constructor(
    private readonly plot: HTMLElement,
    private readonly bars: SVGSVGElement,
    private readonly timeline: Timeline,
    private readonly explain: Explain,
  ) {
    this.element = h("figcaption", { class: "readout" }, h("p", { role: "status" }, this.told, this.how));
    this.clear();
    plot.addEventListener("keydown", (key) => this.pressed(key));
    plot.addEventListener("focus", () => {
      if (!this.span) this.enter();
    });
    bars.addEventListener("pointermove", (event) => this.pointed(event));
    bars.addEventListener("pointerdown", (event) => this.pointed(event));
    bars.addEventListener("pointerleave", () => {
      this.pointer = null;
      this.redraw();
    });
  }

  // Draws the cursor over new bars.
  redraw(): void {
    this.bars.querySelectorAll(".cursor").forEach((old) => old.remove());
    const { scale, pitch, bar } = this.timeline;
    if (this.pointer !== null)
      this.bars.append(
        s("line", { class: "cursor", x1: scale(this.pointer), x2: scale(this.pointer), y1: 0, y2: "100%" }),
      );
    if (!this.span || this.row < 0) return;
    const x = scale(this.span.from);
    this.bars.append(
      s("rect", {
        class: "cursor",
        x: x - 2,
        y: this.row * pitch + bar.top - 3,
        width: Math.max(4, scale(this.span.to) - x + 4),
        height: bar.height + 6,
        rx: 3,
      }),
    );
  }

  private clear(): void {
    this.told.textContent = "Point at a bar, or move with the arrow keys, to read how a state began.";
    this.how.textContent = "";
  }

  private tell(): void {
    const row = this.timeline.shownRows[this.row];
    const { span } = this;
    if (!row || !span) return;
    const zone = this.timeline.localZone;
    const state = span.text ? `${span.state}: ${span.text}` : span.state;
    const times = `${zone.day(span.from)} ${zone.seconds(span.from)} to ${zone.nearSeconds(span.to, span.from)}`;
    this.told.textContent = `${row.label}: ${state}, ${times} (${duration(span.to - span.from)})`;
    this.how.textContent = "";
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => {
      this.explain(row, span).then(
        (text) => {
          if (this.span === span) this.how.textContent = text;
        },
        () => undefined,
      );
    }, kRest);
  }

  private put(row: number, span: Span | null): void {
    if (row === this.row && span === this.span) return;
    this.row = row;
    this.span = span;
    if (span) this.tell();
    this.redraw();
  }

  private pointed(event: PointerEvent): void {
    const box = this.bars.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / this.timeline.pitch);
    this.pointer = this.timeline.scale.invert(event.clientX - box.left);
    const spans = this.timeline.shownRows[row]?.spans ?? [];
    // What is narrower than the pointer is wide is found a little beside it, too.
    const reach = Math.abs(this.timeline.scale.invert(3) - this.timeline.scale.invert(0));
    const near = within(spans, this.pointer - reach, this.pointer + reach).sort(
      (a, b) => a.to - a.from - (b.to - b.from),
    )[0];
    const span = near && near.to - near.from < 2 * reach ? near : spanAt(spans, this.pointer);
    this.put(row, span);
    this.redraw();
  }

  private enter(): void {
    const [from, to] = this.timeline.scale.domain();
    const rows = this.timeline.shownRows;
    const row = this.row >= 0 && this.row < rows.length ? this.row : 0;
    if (rows[row]) this.put(row, within(rows[row].spans, from, to)[0] ?? rows[row].spans[0] ?? null);
  }

  // Moves among the spans of the row, or to the same moment in another row.
  private move(along: number, across: number): void {
    const rows = this.timeline.shownRows;
    if (!this.span || !rows[this.row]) return this.enter();
    if (across) {
      const row = Math.min(rows.length - 1, Math.max(0, this.row + across));
      const at = Math.max(this.span.from, this.timeline.scale.domain()[0]);
      this.timeline.revealRow(row);
      this.put(row, spanAt(rows[row].spans, at) ?? rows[row].spans[0] ?? null);
      return;
    }
    const spans = rows[this.row].spans;
    const index = spans.findIndex((one) => one.from === this.span?.from);
    const next = spans[Math.min(spans.length - 1, Math.max(0, index + along))];
    if (!next) return;
    this.timeline.reveal(next.from);
    this.put(this.row, next);
  }

  private pressed(key: KeyboardEvent): void {
    if (key.ctrlKey || key.metaKey || key.altKey || key.target !== this.plot) return;
    const about = this.span ? Math.max(this.span.from, this.timeline.scale.domain()[0]) : undefined;
    const actions: Record<string, () => void> = {
      ArrowRight: () => (key.shiftKey ? this.timeline.panBy(0.25) : this.move(1, 0)),
      ArrowLeft: () => (key.shiftKey ? this.timeline.panBy(-0.25) : this.move(-1, 0)),
      ArrowDown: () => this.move(0, 1),
      ArrowUp: () => this.move(0, -1),
      Home: () => this.move(-Infinity, 0),
      End: () => this.move(Infinity, 0),
      "+": () => this.timeline.zoomBy(2, about),
      "=": () => this.timeline.zoomBy(2, about),
      "-": () => this.timeline.zoomBy(0.5, about),
      "0": () => this.timeline.showAll(),
      Enter: () => {
        const href = this.timeline.shownRows[this.row]?.href;
        if (href) go(href);
      },
    };
    const action = actions[key.key];
    if (!action) return;
    key.preventDefault();
    action();
  }
}
