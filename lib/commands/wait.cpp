// wait: until people have been in a state for some time, by what is committed.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "answers/lasting.h"
#include "answers/waiting.h"
#include "commands/awaited.h"
#include "commands/command.h"
#include "commands/history.h"
#include "commands/recorder_watch.h"
#include "commands/sheet_output.h"
#include "commands/wait_answer.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

constexpr base::Millis kFirstLookBack{3'600'000};  // for the beginning of what has held; each further one is longer
constexpr int kLonger = 4;

std::optional<base::Presence> wanted_state(const Request& request) {
  if (!request.state) throw Refused(ExitStatus::usage, "wait needs --state active, away or unknown");
  if (*request.state == "unknown") return std::nullopt;
  if (const auto presence = base::presence_named(*request.state)) return presence;
  throw Refused(ExitStatus::usage,
                fmt::format("--state must be active, away or unknown, not '{}'", text::printable(*request.state)));
}

answers::Condition condition_of(const Request& request) {
  if (request.who.empty()) throw Refused(ExitStatus::usage, "wait needs somebody to wait for: presencectl wait WHO");
  if (request.any && request.all) throw Refused(ExitStatus::usage, "--any cannot be combined with --all");
  return {wanted_state(request), request.all};
}

answers::Waiting::Terms terms_of(const Request& request, const answers::Condition& condition) {
  answers::Waiting::Terms terms;
  terms.lasting = span_of("--for", request.lasting);
  if (request.timeout) terms.timeout = span_of("--timeout", request.timeout);
  terms.needs_recorder = condition.state.has_value();
  return terms;
}

// One look at the history.
struct Look {
  answers::Standing standing;
  std::vector<history::Person> people;    // who count at the last moment
  std::vector<history::Person> in_state;  // then
};

Look look_at(History& history, Awaited& awaited, const answers::Condition& condition, history::Window window) {
  const base::WallTime last = window.to - base::Millis{1};
  const base::WallTime known_until = answers::known_until(history.recorder(), last);
  answers::LastingCondition lasting(condition, window);
  Look look;
  for (const Awaited::Person& one : awaited.people(window)) {
    const auto presence = history.facet_within(one.person, base::Facet::presence, window);
    const answers::Timeline timeline = answers::clipped(answers::timeline(presence, window, known_until), one.counted);
    lasting.add(timeline, one.counted);
    if (!one.counted.contains(last)) continue;
    look.people.push_back(one.person);
    if (answers::presence_of(timeline.back().state) == condition.state) look.in_state.push_back(one.person);
  }
  look.standing = lasting.standing();
  return look;
}

// Since when what is true at the end of the window has been true: looks back until the beginning is found. Empty: it
// has been so since before recording began.
std::optional<base::WallTime> beginning(History& history, Awaited& awaited, const answers::Condition& condition,
                                        history::Window window) {
  const base::WallTime first = history.recording_began(history.people()).value_or(window.to) - base::Millis{1};
  for (base::Millis back = kFirstLookBack;; back *= kLonger) {
    const history::Window wider{std::min(window.from, std::max(first, window.to - back)), window.to};
    const base::WallTime since = look_at(history, awaited, condition, wider).standing.since;
    if (since > wider.from) return since;
    if (wider.from <= first) return std::nullopt;
  }
}

ExitStatus report(const WaitAnswer& answer, const History& history, const Request& request,
                  const CommandContext& context) {
  const bool held = answer.end == answers::WaitEnd::held;
  const std::string line = sentence(answer, *history.zone());
  if (request.format != rendering::Format::table) {
    SheetOutput sheet(request, context, {request.command, std::nullopt, history.zone(), {}}, wait_columns());
    sheet.row(wait_row(answer));
    sheet.end();
  } else if (held) {
    context.output.write(line + "\n");
  }
  if (held) return ExitStatus::answered;
  context.output.say(line);
  return answer.end == answers::WaitEnd::timeout ? ExitStatus::failed : ExitStatus::unknown;
}

// Somebody has to write the history that is waited for: one that cannot be read any more leaves the answer unknown. A
// script must not take that for a timeout.
void renew(History& history) {
  try {
    history.renew();
  } catch (const Refused& refused) {
    throw Refused(ExitStatus::unknown, refused.lines);
  }
}

}  // namespace

ExitStatus wait(const Request& request, const CommandContext& context) {
  const answers::Condition condition = condition_of(request);
  const answers::Waiting::Terms terms = terms_of(request, condition);
  Request asked = request;
  History history(asked, context);
  Awaited awaited(asked, history);
  answers::Waiting waiting(terms);
  RecorderWatch recorder;
  while (true) {
    const base::Instant now{context.monotonic(), context.clock()};
    if (const auto news = recorder.look(history.recorder(), now.wall, *history.zone())) context.output.say(*news);
    const history::Window window = waiting.window(history.recorder(), now);
    Look look = look_at(history, awaited, condition, window);
    if (const auto end = waiting.end(look.standing, now)) {
      const auto since = beginning(history, awaited, condition, window);
      return report({*end, condition, terms.lasting, window.to - base::Millis{1}, look.standing.truth, since,
                     std::move(look.people), std::move(look.in_state)},
                    history, request, context);
    }
    history.rest();
    if (!context.wait_for_change || !context.wait_for_change()) {
      context.output.say("interrupted before it had lasted that long");
      return ExitStatus::failed;
    }
    renew(history);
  }
}

}  // namespace presenced::commands
