// How a state of a timeline began: the record of the change, from the log of that one person, asked when it is wanted.

import type { Facet, LogAnswer, LogRow } from "./answers";
import { ask } from "./api";
import { kSources } from "./words";
import type { Zone } from "./zone";

export class Sources {
  private readonly logs = new Map<string, Promise<LogRow[]>>();

  // Of the window of an answer, in milliseconds.
  constructor(
    private readonly since: number,
    private readonly until: number,
    private readonly signal: AbortSignal,
  ) {}

  async of(user: string, workspace: string, facet: Facet, at: number, zone: Zone): Promise<string> {
    const rows = await this.log(user, facet);
    const row = rows.find((one) => one.at_ms === at && one.workspace === workspace);
    if (!row)
      return at <= this.since
        ? "It was so when this window began."
        : "No change is recorded here: watching began or ended.";
    const source = row.source ?? "";
    const bounds =
      row.earliest_ms === null || row.earliest_ms === row.at_ms || source === "first"
        ? `at ${zone.seconds(row.at_ms)}`
        : `after ${zone.near(row.earliest_ms, row.at_ms)} and not later than ${zone.seconds(row.at_ms)}`;
    return `${source}, ${bounds}: ${kSources[source] ?? ""}.`;
  }

  private log(user: string, facet: Facet): Promise<LogRow[]> {
    const key = `${user} ${facet}`;
    let log = this.logs.get(key);
    if (!log) {
      const query = new URLSearchParams({
        who: user,
        facet,
        since: new Date(this.since).toISOString(),
        until: new Date(this.until).toISOString(),
      });
      log = ask<LogAnswer>("log", query, this.signal).then((answer) => answer.rows);
      log.catch(() => this.logs.delete(key));
      this.logs.set(key, log);
    }
    return log;
  }
}
