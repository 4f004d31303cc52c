// What several views have: their heading, the choice of people, the answer as a file.

import type { Answer } from "./answers";
import { altered, go, link, type ViewName } from "./address";
import { commandLine, fileLink } from "./api";
import { combobox } from "./combobox";
import { h, type Child } from "./dom";
import type { Visit } from "./view";

export const heading = (title: string, ...lead: Child[]): HTMLElement =>
  h("div", { class: "heading" }, h("h1", {}, title), h("p", { class: "lead" }, ...lead));

export const personLink = (who: string, name: string, query: URLSearchParams, attributes = {}): HTMLElement => {
  const to = new URLSearchParams();
  to.set("who", who);
  for (const word of ["tz", "since", "until"]) if (query.has(word)) to.set(word, query.get(word) as string);
  return h("a", { href: link("person", to), ...attributes }, name);
};

// Who the view is about: each with a way to take them out, and a box to add others.
export function whoChoice(visit: Visit, everybody = "everybody"): HTMLElement {
  const who = visit.query.getAll("who");
  const turn = (next: string[]): void => go(link(visit.view, altered(visit.query, { who: next })));
  const chips = who.map((one) =>
    h(
      "li",
      { class: "chip" },
      visit.people.nameOf(one),
      h(
        "button",
        {
          type: "button",
          "aria-label": `Take out ${visit.people.nameOf(one)}`,
          "data-key": `out-${one}`,
          click: () => turn(who.filter((other) => other !== one)),
        },
        "\u00d7",
      ),
    ),
  );
  return h(
    "div",
    { class: "who", role: "group", "aria-label": "People" },
    h("ul", { class: "chips" }, ...(chips.length ? chips : [h("li", { class: "chip everybody" }, everybody)])),
    combobox(
      "Add a person or @group",
      () => visit.people,
      (one) => {
        if (!who.includes(one)) turn([...who, one]);
      },
    ),
  );
}

// A choice that is a word of the address. The first of `options` is what the API takes when the word is not there.
export function choice(visit: Visit, label: string, word: string, options: [string, string][]): HTMLElement {
  const now = visit.query.get(word) ?? "";
  const known = options.some(([value]) => value === now);
  const select = h(
    "select",
    {
      "data-key": `choice-${word}`,
      change: (event: Event) => {
        go(link(visit.view, altered(visit.query, { [word]: (event.target as HTMLSelectElement).value || null })));
      },
    },
    ...options.map(([value, text]) => h("option", { value, selected: value === now }, text)),
    !known && h("option", { value: now, selected: true }, now),
  );
  return h("label", { class: "field" }, h("span", {}, label), select);
}

// A word of the address as text; taken over with Enter, or on leaving the field.
export function textChoice(visit: Visit, label: string, word: string, hint = ""): HTMLElement {
  const before = visit.query.get(word) ?? "";
  const input = h("input", {
    type: "text",
    value: before,
    placeholder: hint,
    spellcheck: "false",
    "data-key": `text-${word}`,
  });
  const take = (): void => {
    if (input.value.trim() !== before)
      go(link(visit.view, altered(visit.query, { [word]: input.value.trim() || null })));
  };
  input.addEventListener("change", take);
  return h("label", { class: "field" }, h("span", {}, label), input);
}

// The answer as a file, and the same question in a shell.
export function files(command: string, query: URLSearchParams, formats: ("csv" | "svg")[]): HTMLElement {
  const links = formats.map((format) =>
    h("a", { href: fileLink(command, query, format), download: `${command}.${format}` }, format.toUpperCase()),
  );
  return h(
    "p",
    { class: "files" },
    h("span", {}, "This answer: ", ...links.flatMap((one, i) => (i ? [", ", one] : [one]))),
    h("code", {}, commandLine(command, query)),
  );
}

export const nothing = (text: string, ...more: Child[]): HTMLElement => h("p", { class: "nothing" }, text, ...more);

// What is said beside these answers: that a window begins before recording did, who joined a group, why there is nothing.
export function remarks(...answers: Answer<unknown>[]): HTMLElement | null {
  const lines = Array.from(new Set(answers.flatMap((answer) => answer.remarks ?? [])));
  return lines.length
    ? h("ul", { class: "remarks", "aria-label": "Remarks" }, ...lines.map((line) => h("li", { dir: "auto" }, line)))
    : null;
}

// Links between the ways to look at the same people and window.
export const viewLink = (to: ViewName, query: URLSearchParams, text: string): HTMLElement =>
  h("a", { href: link(to, query) }, text);

// Which workspace, where there are several.
export const workspaceChoice = (visit: Visit): HTMLElement | false =>
  visit.people.several &&
  choice(visit, "Workspace", "workspace", [
    ["", "all"],
    ...visit.page.workspaces.map((one): [string, string] => [one, one]),
  ]);

// What an answer about durations can be asked to leave out, and whom a group stands for.
export const corrections = (visit: Visit): HTMLElement =>
  h(
    "details",
    { class: "other", "data-key": "corrections" },
    h("summary", {}, "Corrections\u2026"),
    h(
      "div",
      { class: "moments" },
      textChoice(visit, "Ignore flaps up to", "merge-flaps", "30s"),
      textChoice(visit, "Take off idle time", "idle-grace", "10m"),
      choice(visit, "Members of groups", "members", [
        ["", "at that time"],
        ["now", "of today"],
      ]),
    ),
  );
