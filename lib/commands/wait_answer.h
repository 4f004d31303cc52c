// How a wait has ended, for people and for programs: a sentence, or a row of JSON or CSV.
#pragma once

#include <string>
#include <vector>

#include "answers/lasting.h"
#include "answers/waiting.h"
#include "history/recorded.h"
#include "rendering/sheets.h"
#include "time/zone.h"

namespace presenced::commands {

struct WaitAnswer {
  answers::WaitEnd end{};
  answers::Condition condition;
  base::Millis lasting{0};                // as asked
  base::WallTime at;                      // the last moment that was looked at
  answers::Truth truth{};                 // then
  std::optional<base::WallTime> since;    // of that truth; empty: as far as the history goes
  std::vector<history::Person> people;    // who count at that moment, in the order of WHO
  std::vector<history::Person> in_state;  // of these: who are in the state
};

// "Dana has been active since 12:30:00 (2h 30m)". One line without its end.
std::string sentence(const WaitAnswer& answer, const time::Zone& zone);

// The keys are public: docs/schema/wait.json.
rendering::Columns wait_columns();
rendering::Row wait_row(const WaitAnswer& answer);

}  // namespace presenced::commands
