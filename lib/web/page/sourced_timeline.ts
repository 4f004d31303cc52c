// A timeline of an answer about a window that tells, of each state, by which source it began.

import type { WindowAnswer } from "./answers";
import { Timeline, type Row } from "./pictures/timeline";
import { extentOf, type PersonTimeline } from "./rows";
import { Sources } from "./sources";
import { Zone } from "./zone";

export class SourcedTimeline {
  private readonly timeline: Timeline;
  private sources: Sources | null = null;
  private zone = new Zone("UTC");

  constructor(
    label: string,
    private readonly signal: AbortSignal,
  ) {
    this.timeline = new Timeline(label, async (row, span) => {
      const { user, workspace, facet } = row as PersonTimeline;
      if (!user || !this.sources) return ""; // a row about several people
      return this.sources.of(user, workspace, facet, span.from, this.zone);
    });
  }

  get element(): HTMLElement {
    return this.timeline.element;
  }

  // `open`: the window ends now. Returns the zone of the answer.
  set(rows: Row[], answer: WindowAnswer<unknown>, open: boolean): Zone {
    this.zone = new Zone(answer.zone, answer.since);
    this.sources = new Sources(answer.since_ms, answer.until_ms, this.signal);
    this.timeline.set(rows, this.zone, extentOf(this.zone, answer.since_ms, answer.until_ms, open));
    return this.zone;
  }
}
