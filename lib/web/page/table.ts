// Tables of answers. Roles are written out, because narrow screens lay rows out as blocks, which takes them away.

import { h, type Child } from "./dom";
import { count } from "./durations";

export interface Column<Row> {
  name: string;
  cell: (row: Row) => Child;
  kind?: "number" | "time" | "text";
  heads?: boolean; // names its row
}

export function table<Row>(caption: string, columns: Column<Row>[], rows: readonly Row[]): HTMLElement {
  const head = h(
    "tr",
    { role: "row" },
    ...columns.map((column) =>
      h("th", { role: "columnheader", scope: "col", class: column.kind ?? "text" }, column.name),
    ),
  );
  const body = rows.map((row) =>
    h(
      "tr",
      { role: "row" },
      ...columns.map((column) => {
        const attributes = { class: column.kind ?? "text", "data-name": column.name };
        return column.heads
          ? h("th", { role: "rowheader", scope: "row", ...attributes }, column.cell(row))
          : h("td", { role: "cell", ...attributes }, column.cell(row));
      }),
    ),
  );
  return h(
    "table",
    { role: "table" },
    h("caption", { class: "spoken" }, caption),
    h("thead", { role: "rowgroup" }, head),
    h("tbody", { role: "rowgroup" }, ...body),
  );
}

const kMost = 500; // rows drawn at once: a browser takes its time for more

// The table behind a picture: closed until it is wanted, and made only then.
export function behind<Row>(caption: string, columns: Column<Row>[], rows: readonly Row[]): HTMLElement {
  const details = h(
    "details",
    { class: "behind", "data-key": `behind-${caption}` },
    h("summary", {}, `${caption}, as a table`, h("small", {}, ` ${count(rows.length, "row")}`)),
  );
  details.addEventListener("toggle", () => {
    if (!details.open || details.querySelector("table")) return;
    details.append(table(caption, columns, rows.slice(0, kMost)));
    if (rows.length > kMost)
      details.append(h("p", { class: "hint" }, `The first ${kMost} of ${rows.length} rows; the CSV has all of them.`));
  });
  return details;
}
