// What a view of the page is: a function that asks, shows, and says how to ask again.

import type { PageAnswer } from "./answers";
import type { ViewName } from "./address";
import type { People } from "./people";
import type { Child } from "./dom";
import type { Zone } from "./zone";

export interface Visit {
  view: ViewName;
  query: URLSearchParams;
  signal: AbortSignal; // the reader has left
  page: PageAnswer;
  people: People;
  // Shows the view. `zone` is that of the answer; it is said on the page.
  show(zone: Zone, ...content: Child[]): void;
}

export interface Opened {
  // Asks again, after something was committed. Absent: the answer is about the past.
  refresh?: () => Promise<void>;
  every: number; // milliseconds; refresh is not called more often
}

export type View = (visit: Visit) => Promise<Opened>;

// A window that ends now goes on growing; one with an end may still be before it.
export const openEnded = (query: URLSearchParams): boolean => !query.has("until");
