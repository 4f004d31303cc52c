// The window of a view: named ones, a step back and forth, the calendar, and the words of the command line. What is
// typed goes to the API as it is.

import { altered, go, link } from "./address";
import type { WindowAnswer } from "./answers";
import { h } from "./dom";
import type { Visit } from "./view";
import type { Zone } from "./zone";

const kNamed: [string, string, string | null][] = [
  ["Today", "today", null],
  ["Yesterday", "yesterday", "today"],
  ["This week", "this week", null],
  ["Last week", "last week", "this week"],
  ["This month", "this month", null],
];

interface Span {
  since: number;
  until: number;
}

// The same window one step on: whole days by the calendar, otherwise by its length.
function stepped(zone: Zone, span: Span, openEnd: boolean, direction: 1 | -1): Span {
  const { since, until } = span;
  const byDays = zone.isMidnight(since) && (openEnd || zone.isMidnight(until));
  if (!byDays) {
    const length = until - since;
    return { since: since + direction * length, until: until + direction * length };
  }
  const end = zone.isMidnight(until) ? until : zone.startOfDay(until, 1);
  const days = Math.round((end - since) / 86_400_000);
  return { since: zone.startOfDay(since, direction * days), until: zone.startOfDay(end, direction * days) };
}

const written = (zone: Zone, ms: number): string =>
  zone.isMidnight(ms) ? zone.isoDate(ms) : new Date(ms).toISOString();

function steps(visit: Visit, zone: Zone, answer: WindowAnswer<unknown>): HTMLElement {
  const span = { since: answer.since_ms, until: answer.until_ms };
  const open = !visit.query.has("until");
  const to = (direction: 1 | -1, sign: string, label: string): HTMLElement => {
    const next = stepped(zone, span, open, direction);
    const known = next.since < visit.page.now_ms;
    if (!known) return h("button", { type: "button", disabled: true, "aria-label": label }, sign);
    const words = {
      since: written(zone, next.since),
      until: next.until > visit.page.now_ms ? null : written(zone, next.until),
    };
    return h(
      "button",
      {
        type: "button",
        "aria-label": label,
        "data-key": `step${direction}`,
        click: () => go(link(visit.view, altered(visit.query, words))),
      },
      sign,
    );
  };
  return h("span", { class: "steps" }, to(-1, "\u2039", "The window before"), to(1, "\u203a", "The window after"));
}

export function windowChoice(
  visit: Visit,
  zone: Zone,
  answer: WindowAnswer<unknown> | null,
  usual = "today",
): HTMLElement {
  const since = visit.query.get("since") ?? usual;
  const until = visit.query.get("until");
  const usually: [string, string, string | null][] = usual === "today" ? [] : [[`Since ${usual}`, usual, null]];
  const named = [...kNamed, ...usually].map(([text, from, to]) =>
    h(
      "a",
      {
        href: link(visit.view, altered(visit.query, { since: from, until: to })),
        "data-stay": true,
        "data-key": `window-${from}`,
        "aria-current": since === from && (until ?? null) === to ? "true" : null,
      },
      text,
    ),
  );
  const field = (label: string, word: "since" | "until", value: string, hint: string): HTMLElement => {
    const text = h("input", {
      type: "text",
      name: word,
      value,
      placeholder: hint,
      spellcheck: "false",
      autocomplete: "off",
      "data-key": `window-text-${word}`,
    });
    const date = h("input", {
      type: "date",
      "aria-label": `${label}, from a calendar`,
      "data-key": `window-date-${word}`,
      change: (event: Event) => {
        text.value = (event.target as HTMLInputElement).value;
      },
    });
    return h("div", { class: "moment" }, h("label", { class: "field" }, h("span", {}, label), text), date);
  };
  const form = h(
    "form",
    {
      class: "moments",
      submit: (event: Event) => {
        event.preventDefault();
        const data = new FormData(event.target as HTMLFormElement);
        const word = (name: string): string | null => String(data.get(name) ?? "").trim() || null;
        go(link(visit.view, altered(visit.query, { since: word("since"), until: word("until") })));
      },
    },
    field("From", "since", visit.query.get("since") ?? "", "last week"),
    field("Until", "until", until ?? "", "now"),
    h("button", { type: "submit" }, "Show"),
    h(
      "p",
      { class: "hint" },
      "As on the command line: ",
      ...["2 days ago", "monday 9:00", "2026-11", "-3h"].flatMap((one, i) =>
        i ? [", ", h("code", {}, one)] : [h("code", {}, one)],
      ),
    ),
  );
  return h(
    "div",
    { class: "window", role: "group", "aria-label": "Window" },
    ...named,
    answer && steps(visit, zone, answer),
    h("details", { class: "other", "data-key": "window-other" }, h("summary", {}, "Other\u2026"), form),
  );
}
