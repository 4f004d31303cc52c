// The address is the state of the page: which view, and its question in the words of the API. Every view can be
// bookmarked, and back and forward work.

export const kViews = ["now", "day", "heatmap", "person", "overlap", "coverage", "log"] as const;
export type ViewName = (typeof kViews)[number];

export interface Address {
  view: ViewName;
  query: URLSearchParams;
}

// Words of the address that the page keeps for itself.
const kOwnWords = new Set(["view"]);
// What goes along when the reader turns to another view.
const kCarried: Record<ViewName, string[]> = {
  now: ["tz", "workspace"],
  day: ["tz", "workspace", "who", "since", "until", "members"],
  heatmap: ["tz", "workspace", "who", "since", "until", "members"],
  person: ["tz", "workspace", "since", "until"],
  overlap: ["tz", "workspace", "who", "since", "until", "members"],
  coverage: ["tz", "workspace", "who", "since", "until", "members"],
  log: ["tz", "workspace", "who", "since", "until", "members"],
};

export function current(): Address {
  const name = location.pathname.slice(1) as ViewName;
  return { view: kViews.includes(name) ? name : "now", query: new URLSearchParams(location.search) };
}

export function link(view: ViewName, query: URLSearchParams): string {
  const words = query.toString();
  return words ? `/${view}?${words}` : `/${view}`;
}

// `query` with these words replaced; null takes a word away. A new question begins without the zoom of the old one.
export function altered(query: URLSearchParams, words: Record<string, string | string[] | null>): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const own of kOwnWords) next.delete(own);
  for (const [name, value] of Object.entries(words)) {
    next.delete(name);
    for (const one of value === null ? [] : [value].flat()) if (one !== "") next.append(name, one);
  }
  return next;
}

export function only(query: URLSearchParams, names: string[]): URLSearchParams {
  const next = new URLSearchParams();
  for (const [name, value] of query) if (names.includes(name)) next.append(name, value);
  return next;
}

// The address of another view on the same people and the same window.
export const turned = (query: URLSearchParams, to: ViewName): string => link(to, only(query, kCarried[to]));

const listeners: (() => void)[] = [];
export function onArrival(listener: () => void): void {
  listeners.push(listener);
}
const arrive = (): void => listeners.forEach((listener) => listener());

export function go(to: string): void {
  history.pushState(null, "", to);
  arrive();
}

// Notes a detail of the view, such as its zoom, without a new entry of the browser's history.
export function note(word: string, value: string | null): void {
  const query = new URLSearchParams(location.search);
  query.delete(word);
  if (value !== null) query.set(word, value);
  history.replaceState(null, "", link(current().view, query));
}

// Links of the page are followed without loading it again.
export function followLinks(): void {
  window.addEventListener("popstate", arrive);
  document.addEventListener("click", (event) => {
    const anchor = event.target instanceof Element ? event.target.closest("a") : null;
    if (!anchor || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const view = anchor.pathname.slice(1) as ViewName;
    if (anchor.origin !== location.origin || !kViews.includes(view) || anchor.hash || anchor.target) return;
    event.preventDefault();
    go(anchor.pathname + anchor.search);
    if (!anchor.hasAttribute("data-stay")) window.scrollTo(0, 0);
  });
}
