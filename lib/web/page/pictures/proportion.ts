// One bar divided among states: by how many people, or by how much time. The numbers stand beside it.

import { h } from "../dom";

export function proportion(parts: [string, number][]): HTMLElement {
  return h(
    "span",
    { class: "proportion", "aria-hidden": "true" },
    ...parts
      .filter(([, size]) => size > 0)
      .map(([state, size]) => {
        const part = h("i", { class: state });
        part.style.flexGrow = String(size);
        return part;
      }),
  );
}
