// Questions to presencectl about drawn days: drawn windows and corrections, of one WHO after the other; and how answers
// are compared.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "presencectl/brute_force.h"

namespace presenced::commands::test {

// What is asked about one set of drawn days, and what was asked last.
struct Questions {
  Questions(WrittenHistory& about, const DrawnDays& drawn_days, std::uint64_t seed)
      : history(about), days(drawn_days), random(seed) {}

  // The whole time, or a part that may be short; corrected or not. Remembered in `asked`.
  Request drawn(bool may_correct);
  std::string time_of(std::size_t tick) const;
  // Of `who`, as JSON Lines.
  Request addressed(const std::string& command, Request request) const;
  store::test::Lines rows(const std::string& command, const Request& request, const Keys& keys) const;

  WrittenHistory& history;
  const DrawnDays& days;
  base::Random random;
  std::vector<std::string> who;
  std::vector<std::size_t> people;  // that it stands for, in the order of answers
  Asked asked;
};

// The value of a key in a line of jsonl, as text.
std::string value(const std::string& line, const std::string& key);
store::test::Lines values(const store::test::Lines& lines, const Keys& keys);
// Shows the first line that differs: the whole of both would fill the screen.
void check_same(const std::string& command, const store::test::Lines& said, const store::test::Lines& wanted);

}  // namespace presenced::commands::test
