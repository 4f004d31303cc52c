// Asks the API. Questions are sent in the words of the address, as the reader wrote them.

import type { PageAnswer } from "./answers";

export class Refusal extends Error {
  constructor(
    readonly status: number, // of HTTP; 0: nobody answered
    message: string,
    readonly lines: string[],
  ) {
    super(message);
  }
}

async function get(path: string, signal: AbortSignal): Promise<any> {
  let response: Response;
  try {
    response = await fetch(path, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Refusal(0, "the page's server does not answer", ["It is asked again as soon as it does."]);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  if (response.status === 401 || response.status === 403)
    throw new Refusal(response.status, answer?.error ?? "this page is not open to you", [
      ...(answer?.lines ?? []),
      "Ask whoever gave you the address for a new link.",
    ]);
  throw new Refusal(response.status, answer?.error ?? `the server answered ${response.status}`, answer?.lines ?? []);
}

function words(query: URLSearchParams, more: Record<string, string> = {}): string {
  const sent = new URLSearchParams(query);
  sent.delete("view");
  for (const [name, value] of Object.entries(more)) sent.set(name, value);
  const text = sent.toString();
  return text ? `?${text}` : "";
}

export const ask = <T>(command: string, query: URLSearchParams, signal: AbortSignal): Promise<T> =>
  get(`/api/${command}${words(query, { remarks: "1" })}`, signal);

export const askPage = (signal: AbortSignal): Promise<PageAnswer> => get("/api/page", signal);

// The same answer as a file.
export const fileLink = (command: string, query: URLSearchParams, format: "csv" | "svg"): string =>
  `/api/${command}${words(query, { format })}`;

const quoted = (word: string): string => (/^[\w@.:,+/-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);

// How the same question is asked in a shell.
export function commandLine(command: string, query: URLSearchParams): string {
  const flags = new Set(["any", "reverse"]);
  const parts = ["presencectl", command];
  for (const [name, value] of query) {
    if (name === "view" || name === "who" || name === "time") continue;
    parts.push(flags.has(name) ? `--${name}` : `--${name} ${quoted(value)}`);
  }
  for (const operand of [...query.getAll("time"), ...query.getAll("who")]) parts.push(quoted(operand));
  return parts.join(" ");
}
