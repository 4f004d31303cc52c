// What the words of the answers mean, as in the manual page of presencectl.

import type { LogRow, NowRow } from "./answers";
import type { Zone } from "./zone";

export const kSources: Record<string, string> = {
  push: "Slack reported the change as it happened",
  first: "the first state ever seen of this person",
  resync: "found when watching resumed after a gap",
  audit: "found by a check; no event had reported it",
  sample: "found by polling; it happened after the poll before",
  expiry: "the status ended at the time that was set for it",
  late: "the event arrived more than 10 s after Slack's time for it",
};

export const kReasons: Record<string, string> = {
  goodbye: "Slack announced the end of the session",
  peer_closed: "the other side closed the connection",
  timeout: "nothing was heard for too long",
  protocol_error: "what Slack sent made no sense, or Slack reported an error",
  network_error: "the network failed",
  unwatched: "the person left the watchlist, or was watched in another way from then on",
  shutdown: "the recorder was asked to stop",
  crash: "the recorder or its machine died",
  store_error: "it could not be recorded",
  clock_step: "the clock was set or contradicted Slack's, or the machine slept",
  lost_agreement: "in a planned change of connections the two contradicted each other",
  invalidated: "Slack reported a change, but not which one",
  rate_limited: "Slack held back answers, because there were too many",
  foreign_connection: "another program was connected to the same app",
  link_disabled: "Socket Mode was switched off for the app",
  polling_began: "polling took over",
  polling_ended: "a better way of watching took over from polling",
  recorder_silent: "the recorder has given no sign of life since",
  no_record: "nothing is recorded before: not watched yet, or deleted",
};

export const kFeeds: Record<string, string> = { rtm: "RTM", socket_mode: "Socket Mode", poll: "polling" };

// How sure the beginning of a state is, in the words of the command line; `at` is the moment of the answer.
export function certainty(row: NowRow, zone: Zone, at: number): string {
  switch (row.certainty) {
    case "exact":
      return "seen";
    case "between":
      return `after ${row.earliest_ms === null ? "?" : zone.near(row.earliest_ms, at)}`;
    case "at_latest":
      return "or earlier";
    case "unknown":
      return row.last_known ? `was ${row.last_known}` : "never seen";
  }
}

export const kCertainties: [string, string][] = [
  ["seen", "the change was seen as it happened"],
  ["after 08:12", "it happened after that time, and not later than the time under \u201csince\u201d"],
  ["or earlier", "it was already so when watching began or resumed"],
  ["was away", "nobody is watching now; that was the last state known"],
];

export function status(text: string | null | undefined, emoji: string | null | undefined): string {
  return [emoji, text].filter((part) => part).join(" ");
}

const onOff = (value: boolean | null): string => (value === null ? "" : value ? "on" : "off");

// What changed, before and after. An empty `before`: nothing was known.
export function change(row: LogRow): { before: string; after: string } {
  switch (row.facet) {
    case "presence":
      return { before: row.before ?? "", after: row.after ?? "" };
    case "status":
      return {
        before: row.before_text === null ? "" : status(row.before_text, row.before_emoji) || "no status",
        after: status(row.text, row.emoji) || "no status",
      };
    case "dnd":
      return { before: onOff(row.before_enabled), after: `do not disturb ${onOff(row.enabled)}` };
    case "huddle":
      return { before: row.before_huddle ?? "", after: row.huddle === "in" ? "in a huddle" : "out of the huddle" };
    default:
      return { before: "", after: `${row.change} @${row.group}` };
  }
}
