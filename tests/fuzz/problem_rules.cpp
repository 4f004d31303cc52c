#include "fuzz/problem_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "fuzz/expect.h"
#include "fuzz/text_rules.h"

namespace presenced::fuzz {

void expect_promises(const config::Problems& problems, std::string_view text) {
  // yaml-cpp counts one line more at the end of the file.
  const auto lines = std::count(text.begin(), text.end(), '\n') + std::count(text.begin(), text.end(), '\r') + 2;
  std::set<std::string> once;
  for (const config::Problem& problem : problems) {
    const std::string shown = render(problem);
    expect(one_line(shown), "a problem is one clean line");
    expect(!holds_token(shown), "a problem repeats no token", shown);
    expect(problem.line >= 0 && problem.line <= lines && problem.column >= 0, "a problem has a place in the file",
           shown);
    expect(!problem.message.empty(), "a problem says what is wrong");
    expect(once.insert(shown).second, "a problem is reported once", shown);
  }
}

}  // namespace presenced::fuzz
