// The people and groups that the reader may see, by id and by what is typed into a search box.

import type { PageAnswer, PersonRow } from "./answers";

export interface Found {
  who: string; // as the API takes it: an id, or @group
  name: string;
  detail: string;
}

// Without case and accents.
const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export class People {
  private readonly byUser = new Map<string, PersonRow[]>();

  constructor(
    readonly rows: PersonRow[],
    readonly page: PageAnswer,
  ) {
    for (const row of rows) this.byUser.set(row.user_id, [...(this.byUser.get(row.user_id) ?? []), row]);
  }

  static shortName(row: PersonRow): string {
    return row.label || row.name || row.real_name || row.user_id;
  }

  of(user: string): PersonRow[] {
    return this.byUser.get(user) ?? [];
  }

  // WHO of the address as people read it.
  nameOf(who: string): string {
    const [row] = this.of(who);
    return row ? People.shortName(row) : who;
  }

  get several(): boolean {
    // workspaces
    return this.page.workspaces.length > 1;
  }

  // The groups and people that fit what was typed; names that begin with it first.
  find(typed: string, most: number): Found[] {
    const wanted = folded(typed.trim().replace(/^@/, ""));
    const found: { rank: number; found: Found }[] = [];
    const add = (texts: (string | null)[], one: Found): void => {
      const ranks = texts
        .filter((text): text is string => !!text)
        .map((text) => {
          const at = folded(text).indexOf(wanted);
          return at === 0 ? 0 : at > 0 && /[\s.@_-]/.test(text[at - 1]) ? 1 : at > 0 ? 2 : 9;
        });
      const rank = Math.min(9, ...ranks);
      if (rank < 9) found.push({ rank, found: one });
    };
    for (const [name, detail] of this.groups()) add([name], { who: `@${name}`, name: `@${name}`, detail });
    if (!typed.trim().startsWith("@"))
      for (const row of this.rows) {
        const real = row.real_name && row.real_name !== People.shortName(row) ? row.real_name : "";
        const detail = [real, this.several ? row.workspace : "", row.watched ? "" : "no longer watched"];
        add([row.label, row.name, row.real_name, row.email, row.user_id], {
          who: row.user_id,
          name: People.shortName(row),
          detail: detail.filter((part) => part).join(", "),
        });
      }
    return found
      .sort((a, b) => a.rank - b.rank)
      .slice(0, most)
      .map((one) => one.found);
  }

  // Each name of a group once; several workspaces may have a group of the same name.
  groups(): Map<string, string> {
    const groups = new Map<string, string>();
    for (const { name, members, workspace } of this.page.groups) {
      const where = this.several ? `${members} in ${workspace}` : `${members} people`;
      groups.set(name, groups.has(name) ? `${groups.get(name)}, ${where}` : `group: ${where}`);
    }
    return groups;
  }
}
