// The frame around the views: where the reader is, the search, the zone.

import { altered, current, go, kViews, link, turned, type ViewName } from "./address";
import { combobox } from "./combobox";
import { byId, h } from "./dom";
import type { People } from "./people";
import type { PageAnswer } from "./answers";
import type { Zone } from "./zone";

const kTitles: Record<ViewName, string> = {
  now: "Now",
  day: "Days",
  heatmap: "Heatmap",
  person: "Person",
  overlap: "Overlap",
  coverage: "Coverage",
  log: "Log",
};
// Views that show a group or several people; elsewhere a group that was searched for is shown in days.
const kAboutSeveral: ViewName[] = ["day", "heatmap", "overlap", "coverage", "log"];

export const titleOf = (view: ViewName): string => kTitles[view];

export function showPlace(): void {
  const { view, query } = current();
  byId("views").replaceChildren(
    ...kViews.map((one) =>
      h(
        "li",
        {},
        h(
          "a",
          { href: turned(query, one), "aria-current": one === view ? "page" : null, "data-key": `to-${one}` },
          kTitles[one],
        ),
      ),
    ),
  );
  document.title = `${kTitles[view]} \u00b7 presenced`;
}

function found(who: string): void {
  const { view, query } = current();
  if (who.startsWith("@")) {
    const to = kAboutSeveral.includes(view) ? view : "day";
    go(link(to, altered(new URL(turned(query, to), location.href).searchParams, { who })));
  } else go(link("person", altered(new URL(turned(query, "person"), location.href).searchParams, { who })));
}

export function furnish(people: () => People | null): void {
  const box = combobox("Search people and groups", people, found);
  byId("search").replaceChildren(box);
  document.addEventListener("keydown", (key) => {
    const typing = key.target instanceof HTMLInputElement || key.target instanceof HTMLSelectElement;
    if (key.key !== "/" || typing || key.ctrlKey || key.metaKey || key.altKey) return;
    key.preventDefault();
    box.querySelector("input")?.focus();
  });
}

// What the reader is not shown, and until when the page is open to them.
function showLimit(zone: Zone, page: PageAnswer): void {
  const groups = page.groups.map((group) => `@${group.name}`).join(", ");
  const parts = [
    page.limited ? `You see the people of ${groups || "no group"}, while they are members.` : "",
    page.until ? `Open to you until ${zone.day(page.until)} ${zone.clock(page.until)}.` : "",
  ];
  byId("limit").textContent = parts.filter((part) => part).join(" ");
}

// The zone of the answer, and the others to choose from.
export function showZone(zone: Zone, page: PageAnswer): void {
  showLimit(zone, page);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const chosen = current().query.get("tz") ?? "";
  const select = h("select", {
    "aria-label": "Time zone",
    "data-key": "zone",
    change: (event: Event) => {
      const { view, query } = current();
      go(link(view, altered(query, { tz: (event.target as HTMLSelectElement).value || null })));
    },
  });
  const add = (value: string, text: string): void => {
    select.append(h("option", { value, selected: value === chosen }, text));
  };
  add("", `${page.zone} (of the server)`);
  if (own !== page.zone) add(own, `${own} (yours)`);
  if (chosen && chosen !== own && !page.zones.includes(chosen)) add(chosen, chosen);
  for (const name of page.zones) if (name !== page.zone && name !== own) add(name, name);
  const whose =
    zone.name === own ? "your zone" : zone.name === page.zone ? "the zone of the server" : "the zone you chose";
  const place = byId("zone");
  const kept = place.querySelector("select");
  const words = ["Times are in ", h("strong", {}, zone.name), ` (${zone.offsetText(page.now_ms)}), ${whose}. `];
  // The list stays while the reader may be in it.
  if (kept && kept === document.activeElement) return;
  place.replaceChildren(...words, select);
}
