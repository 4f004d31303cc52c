// What the bars mean, drawn as they are.

import { h } from "./dom";

const kMeanings: Record<string, string> = {
  active: "active",
  away: "away",
  unknown: "unknown: nobody was watching",
  set: "a status is set",
  together: "together: all seen active",
  any: "at least one seen active",
  undecided: "undecided: nobody seen away, not everybody watched",
  session: "connected to Slack",
  watched: "watched",
  on: "do not disturb, in a huddle",
  off: "no status, off",
};

export const legend = (...states: string[]): HTMLElement =>
  h(
    "ul",
    { class: "legend", "aria-label": "Legend" },
    ...states.map((state) =>
      h("li", {}, h("i", { class: `swatch ${state}`, "aria-hidden": "true" }), kMeanings[state] ?? state),
    ),
  );
