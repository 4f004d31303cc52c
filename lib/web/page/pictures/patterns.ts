// The patterns of what is not known, for fills of SVG. One set a document: fills name them by id.

import { s } from "../dom";

export function patterns(): SVGSVGElement {
  const hatch = s(
    "pattern",
    { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { class: "hatch-ground", width: 6, height: 6 }),
    s("rect", { class: "hatch-stripe", width: 2, height: 6 }),
  );
  const dots = s(
    "pattern",
    { id: "dots", width: 6, height: 6, patternUnits: "userSpaceOnUse" },
    s("rect", { class: "hatch-ground", width: 6, height: 6 }),
    s("circle", { class: "dot", cx: 1.5, cy: 1.5, r: 1.1 }),
    s("circle", { class: "dot", cx: 4.5, cy: 4.5, r: 1.1 }),
  );
  return s(
    "svg",
    { class: "patterns", width: 0, height: 0, "aria-hidden": "true", focusable: "false" },
    s("defs", {}, hatch, dots),
  );
}
