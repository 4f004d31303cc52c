#include "commands/wait_answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/counted.h"
#include "text/text.h"
#include "time/durations.h"
#include "time/times.h"

namespace presenced::commands {
namespace {

using answers::Truth;
using answers::WaitEnd;

constexpr std::size_t kMostNamed = 5;  // in a sentence

std::string names(const std::vector<history::Person>& people) {
  std::string text;
  for (std::size_t i = 0; i < std::min(people.size(), kMostNamed); ++i)
    text += (i == 0 ? "" : ", ") + text::printable(people[i].called());
  if (people.size() > kMostNamed) text += fmt::format(" and {} more", people.size() - kMostNamed);
  return text;
}

std::string state_word(const WaitAnswer& answer) { return rendering::word_for(answer.condition.state); }

std::string since_text(const WaitAnswer& answer, const time::Zone& zone) {
  if (!answer.since) return "for as long as the history goes back";
  return fmt::format("since {} ({})", time::readable_near(zone, *answer.since, answer.at),
                     time::readable(answer.at - *answer.since));
}

// "Dana has been active", "at least one of 3 people has been active", "all 3 people have been active".
std::string holding(const WaitAnswer& answer) {
  const std::string state = state_word(answer);
  if (answer.people.size() == 1) return fmt::format("{} has been {}", names(answer.people), state);
  const std::string people = base::counted_people(answer.people.size());
  return answer.condition.all ? fmt::format("all {} have been {}", people, state)
                              : fmt::format("at least one of {} has been {}", people, state);
}

std::string failing(const WaitAnswer& answer) {
  const std::string state = state_word(answer);
  if (answer.people.empty()) return "the group has had no members";
  if (answer.people.size() == 1) return fmt::format("{} has not been {}", names(answer.people), state);
  const std::string people = base::counted_people(answer.people.size());
  return answer.condition.all ? fmt::format("not all {} have been {}", people, state)
                              : fmt::format("none of {} has been {}", people, state);
}

std::string open_question(const WaitAnswer& answer) {
  const std::string state = state_word(answer);
  if (answer.people.empty()) return "whether anybody is " + state;
  if (answer.people.size() == 1) return fmt::format("whether {} is {}", names(answer.people), state);
  return fmt::format("whether {} of {} {} {}", answer.condition.all ? "all" : "any",
                     base::counted_people(answer.people.size()), answer.condition.all ? "are" : "is", state);
}

std::string word_of(WaitEnd end) {
  switch (end) {
    case WaitEnd::held:
      return "held";
    case WaitEnd::timeout:
      return "timeout";
    case WaitEnd::unknown:
      return "unknown";
    case WaitEnd::unrecorded:
      break;
  }
  return "unrecorded";
}

std::string word_of(Truth truth) {
  return truth == Truth::holds ? "holds" : truth == Truth::fails ? "fails" : "unknown";
}

}  // namespace

std::string sentence(const WaitAnswer& answer, const time::Zone& zone) {
  const std::string since = since_text(answer, zone);
  switch (answer.end) {
    case WaitEnd::held: {
      const bool several = answer.people.size() > 1 && !answer.condition.all;
      return holding(answer) + " " + since + (several ? "; now " + names(answer.in_state) : "");
    }
    case WaitEnd::timeout:
      if (answer.truth == Truth::holds) return "timeout: " + holding(answer) + " only " + since;
      return "timeout: " + failing(answer) + " " + since;
    case WaitEnd::unknown:
      return "timeout: it has not been known " + open_question(answer) + " " + since;
    case WaitEnd::unrecorded:
      break;
  }
  return "it cannot be known " + open_question(answer) + ": nobody is recording";
}

rendering::Columns wait_columns() {
  using rendering::Kind;
  return {{"result", ""},
          {"state", ""},
          {"match", ""},
          {"for", "", Kind::duration},
          {"at", "", Kind::time},
          {"condition", ""},
          {"since", "", Kind::time},
          {"lasted", "", Kind::duration},
          {"user_ids", "", Kind::list},
          {"names", "", Kind::list}};
}

rendering::Row wait_row(const WaitAnswer& answer) {
  std::vector<std::string> ids;
  std::vector<std::string> called;
  for (const history::Person& person : answer.in_state) {
    ids.push_back(person.id.text);
    called.push_back(person.called());
  }
  const auto lasted = answer.since ? std::optional(answer.at - *answer.since) : std::nullopt;
  return {word_of(answer.end),
          state_word(answer),
          std::string(answer.condition.all ? "all" : "any"),
          answer.lasting,
          answer.at,
          word_of(answer.truth),
          rendering::cell(answer.since),
          rendering::cell(lasted),
          ids,
          called};
}

}  // namespace presenced::commands
