// The answers of the API as far as the page reads them. They are those of `presencectl COMMAND -o json`, whose schemas
// are in docs/schema.

export type Presence = "active" | "away" | "unknown";
export type Certainty = "exact" | "between" | "at_latest" | "unknown";
export type Facet = "presence" | "status" | "dnd" | "huddle";

export interface Answer<Row> {
  zone: string;
  rows: Row[];
  remarks?: string[]; // what presencectl says beside the answer
}

export interface WindowAnswer<Row> extends Answer<Row> {
  since: string;
  since_ms: number;
  until: string;
  until_ms: number;
}

export interface Who {
  workspace: string;
  user_id: string;
  name: string;
}

export interface NowRow extends Who {
  presence: Presence;
  since: string | null;
  since_ms: number | null;
  duration_ms: number | null;
  certainty: Certainty;
  earliest_ms: number | null;
  last_known: Presence | null;
  status_known: boolean;
  status_text: string | null;
  status_emoji: string | null;
  status_expires_at_ms: number | null;
  dnd: "on" | "off" | "unknown";
  huddle: "in" | "out" | "unknown";
}

export interface NowAnswer extends Answer<NowRow> {
  at_ms: number;
}

export interface PersonRow {
  workspace: string;
  user_id: string;
  name: string | null;
  label: string | null;
  real_name: string | null;
  email: string | null;
  tz: string | null;
  is_bot: boolean;
  deleted: boolean;
  watched: boolean;
  groups: string[] | null;
}

// Of `timeline` and `intervals`; the state has the name of its facet.
export interface SpanRow extends Who {
  from_ms: number;
  to_ms: number;
  duration_ms: number;
  presence?: Presence;
  dnd?: "on" | "off" | "unknown";
  huddle?: "in" | "out" | "unknown";
  known?: boolean; // of a status
  text?: string | null;
  emoji?: string | null;
}

export interface SummaryRow extends Who {
  from_ms: number;
  to_ms: number;
  date: string | null;
  active_ms: number;
  away_ms: number;
  unknown_ms: number;
  first_active_ms: number | null;
  last_active_ms: number | null;
}

export interface HeatmapRow {
  weekday: number; // 1 is Monday
  hour: number;
  active_ms: number;
  covered_ms: number;
  share: number | null;
}

export interface HeatmapAnswer extends WindowAnswer<HeatmapRow> {
  people: number;
  unknown_ms: number;
}

export interface OverlapRow {
  overlap: "together" | "undecided" | "any";
  from_ms: number;
  to_ms: number;
  duration_ms: number;
}

export interface OverlapAnswer extends WindowAnswer<OverlapRow> {
  together_ms: number | null;
  undecided_ms: number;
  any_ms: number | null;
}

export interface CoverageRow {
  kind: "session" | "gap";
  workspace: string;
  user_id: string | null;
  name: string | null;
  session: number | null;
  from_ms: number;
  ready_ms: number | null;
  to_ms: number | null;
  duration_ms: number;
  reason: string | null;
  feed: string | null;
}

export interface LogRow extends Who {
  seq?: number; // all but joins and leaves of groups have one
  at_ms: number;
  earliest_ms: number | null;
  facet?: Facet;
  source?: string;
  before: string | null;
  after: string | null;
  before_text: string | null;
  before_emoji: string | null;
  text: string | null;
  emoji: string | null;
  enabled: boolean | null;
  before_enabled: boolean | null;
  ends_at_ms: number | null;
  huddle: string | null;
  before_huddle: string | null;
  group?: string; // with `change`, of the facet `group`
  change?: "joined" | "left";
}

export interface LogAnswer extends Answer<LogRow> {
  since_ms: number | null;
  until_ms: number | null;
  last_seq: number;
}

// Of /api/page.
export interface PageAnswer {
  version: string;
  zone: string;
  zones: string[];
  now_ms: number;
  newest_seq: number;
  recorder: { alive: boolean; alive_at_ms: number | null };
  workspaces: string[];
  groups: { workspace: string; name: string; members: number }[];
  limited: boolean; // to some groups
  until: number | null; // when the reader's token ends, milliseconds
  people: number;
}
