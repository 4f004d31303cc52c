// The hours of a week as squares: the larger the square, the larger the share. It is a table, so it can be read as one;
// on narrow screens the hours go down and the days across.

import { h } from "../dom";
import { kDays } from "../zone";

export interface Hour {
  weekday: number; // 1 is Monday
  hour: number;
  share: number | null; // null: never watched
  short: string; // in the cell, for a screen reader and for print: "42%"
  long: string; // the whole sentence, when the cell is pointed at or has the focus
}

const kSmallest = 0.14; // of the side of a cell: some is always told from none
const kNarrow = "(max-width: 680px)"; // an hour across would be less than 24 pixels wide
const two = (hour: number): string => String(hour).padStart(2, "0");

function cellOf(one: Hour | undefined): HTMLTableCellElement {
  const square = h("i", { "aria-hidden": "true" });
  if (one?.share) square.style.setProperty("--share", String(Math.max(kSmallest, Math.sqrt(one.share))));
  const kind = !one || one.share === null ? "unknown" : one.share === 0 ? "none" : "some";
  return h("td", { class: kind, tabindex: -1 }, square, h("span", {}, one ? one.short : "unknown"));
}

export function weekGrid(caption: string, hours: readonly Hour[], idle: string): HTMLElement {
  const place = h("div", { class: "week-place" });
  const readout = h("p", { class: "readout", role: "status" }, idle);
  const find = (weekday: number, hour: number): Hour | undefined =>
    hours.find((one) => one.weekday === weekday && one.hour === hour);
  const narrow = window.matchMedia(kNarrow);

  const draw = (): void => {
    const tall = narrow.matches;
    const columns = tall ? kDays : Array.from({ length: 24 }, (_, hour) => two(hour));
    const rows = tall ? 24 : 7;
    const at = (row: number, column: number): Hour | undefined =>
      tall ? find(column + 1, row) : find(row + 1, column);
    const cells: HTMLTableCellElement[][] = [];
    const head = h(
      "tr",
      {},
      h("th", { scope: "col" }, h("span", { class: "spoken" }, tall ? "Hour" : "Day")),
      ...columns.map((name) => h("th", { scope: "col" }, name)),
    );
    const body = Array.from({ length: rows }, (_, row) => {
      cells.push(columns.map((_, column) => cellOf(at(row, column))));
      return h("tr", {}, h("th", { scope: "row" }, tall ? two(row) : kDays[row]), ...cells[row]);
    });
    const grid = h(
      "table",
      { class: `week ${tall ? "tall" : "wide"}` },
      h("caption", { class: "spoken" }, `${caption}. Arrow keys move between hours.`),
      h("thead", {}, head),
      h("tbody", {}, ...body),
    );
    let row = 0;
    let column = 0;
    cells[0][0].tabIndex = 0;
    const tell = (r: number, c: number): void => {
      readout.textContent = at(r, c)?.long ?? "unknown";
    };
    const placeOf = (target: EventTarget | null): [number, number] | null => {
      const cell = target instanceof Element ? target.closest("td") : null;
      const r = cells.findIndex((line) => line.includes(cell as HTMLTableCellElement));
      return r < 0 ? null : [r, cells[r].indexOf(cell as HTMLTableCellElement)];
    };
    grid.addEventListener("pointerover", (event) => {
      const found = placeOf(event.target);
      if (found) tell(...found);
    });
    grid.addEventListener("focusin", (event) => {
      const found = placeOf(event.target);
      if (found) {
        [row, column] = found;
        tell(row, column);
      }
    });
    grid.addEventListener("keydown", (key) => {
      const step: Record<string, [number, number]> = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
        Home: [0, -99],
        End: [0, 99],
      };
      if (!step[key.key]) return;
      key.preventDefault();
      cells[row][column].tabIndex = -1;
      row = Math.min(rows - 1, Math.max(0, row + step[key.key][0]));
      column = Math.min(columns.length - 1, Math.max(0, column + step[key.key][1]));
      cells[row][column].tabIndex = 0;
      cells[row][column].focus();
    });
    place.replaceChildren(grid);
  };
  draw();
  narrow.addEventListener("change", draw);
  return h("figure", { class: "week-figure", "aria-label": caption }, place, readout);
}

// What the sizes of the squares mean.
export function weekLegend(empty: string, full: string, unknown: string): HTMLElement {
  const square = (share: number, text: string): HTMLElement => {
    const mark = h("i", {});
    mark.style.setProperty("--share", String(Math.sqrt(share)));
    return h("li", {}, h("span", { class: "cell some", "aria-hidden": "true" }, mark), text);
  };
  return h(
    "ul",
    { class: "legend week-legend", "aria-label": "Legend" },
    h("li", {}, h("span", { class: "cell none", "aria-hidden": "true" }, h("i", {})), empty),
    square(0.1, "10%"),
    square(0.25, "25%"),
    square(0.5, "50%"),
    square(1, full),
    h("li", {}, h("span", { class: "cell unknown", "aria-hidden": "true" }, h("i", {})), unknown),
  );
}
