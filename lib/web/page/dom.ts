// Makes elements. Text from the history only ever becomes text nodes and attribute values: nothing here parses HTML.

export type Child = Node | string | null | undefined | false;
type Listener = (event: any) => void;
export type Attributes = Record<string, string | number | boolean | Listener | null | undefined>;

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
}

// A function among the attributes listens to the event of that name.
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag) as SVGElementTagNameMap[K];
  fill(element, attributes, children);
  return element;
}

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

// Text that only a screen reader gets.
export const spoken = (text: string): HTMLElement => h("span", { class: "spoken" }, text);

function keyed(place: Element): Element[] {
  return Array.from(place.querySelectorAll("[data-key]"));
}

// Replaces what is in `place`. Whoever has the focus, and each open <details>, is found again by its data-key, and a
// half-typed input keeps its text.
export function replaceKeeping(place: Element, ...children: Child[]): void {
  const focused = document.activeElement;
  const focusKey = focused && place.contains(focused) ? focused.getAttribute("data-key") : null;
  const typed = focused instanceof HTMLInputElement && focused.type === "text" ? focused : null;
  const open = new Map<string, boolean>();
  for (const old of keyed(place))
    if (old instanceof HTMLDetailsElement) open.set(old.getAttribute("data-key") as string, old.open);
  const scrolled = window.scrollY;
  place.replaceChildren(...(children.filter((child) => child) as (Node | string)[]));
  for (const element of keyed(place)) {
    const key = element.getAttribute("data-key") as string;
    if (element instanceof HTMLDetailsElement && open.has(key)) element.open = open.get(key) as boolean;
    if (key !== focusKey || !(element instanceof HTMLElement)) continue;
    if (typed && element instanceof HTMLInputElement) {
      element.value = typed.value;
      element.setSelectionRange(typed.selectionStart, typed.selectionEnd);
    }
    element.focus({ preventScroll: true });
  }
  if (window.scrollY !== scrolled) window.scrollTo(0, scrolled);
}
