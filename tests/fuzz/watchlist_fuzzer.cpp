// A watchlist: text to the people it names.
#include <set>
#include <string_view>

#include "config/document.h"
#include "config/read_watchlist.h"
#include "fuzz/expect.h"
#include "fuzz/fuzzer.h"
#include "fuzz/problem_rules.h"
#include "fuzz/text_rules.h"
#include "roster/compose.h"

using namespace presenced;
using fuzz::expect;

namespace {

void expect_people(const watch::Watchlist& watchlist) {
  const std::set<base::UserId> excluded(watchlist.exclude.begin(), watchlist.exclude.end());
  std::set<base::UserId> once;
  const auto nobody = [](const watch::Who&) -> const std::vector<base::UserId>* { return nullptr; };
  for (const watch::Person& person : roster::compose(watchlist, {}, {}, nobody).people) {
    expect(base::valid_user_id(person.id.text), "who is watched has a valid id");
    expect(!excluded.contains(person.id), "the excluded are not watched");
    expect(once.insert(person.id).second, "everybody is watched once");
    expect(fuzz::one_line(person.label), "a label is one clean line");
  }
  std::size_t named = 0;
  for (const watch::Group& group : watchlist.groups) {
    for (const watch::Member& member : group.members) {
      ++named;
      expect(fuzz::one_line(watch::describe(member.who)), "a member is described in one clean line");
      expect(!fuzz::holds_token(watch::describe(member.who)), "a member's description repeats no token");
      expect(member.line > 0, "a member has a place");
    }
  }
  expect(once.size() <= named, "nobody is watched who is not named");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tree = config::parse(text, "watchlist.yaml");
  if (!tree) {
    fuzz::expect_promises({tree.error()}, text);
    return 0;
  }
  config::Report report("watchlist.yaml");
  const watch::Watchlist watchlist = config::read_watchlist(tree.value(), report);
  const config::Problems problems = report.take();
  fuzz::expect_promises(problems, text);
  expect_people(watchlist);
  if (problems.empty())
    for (const watch::Group& group : watchlist.groups)
      expect(group.track != base::Facets{}, "a group tracks something");
  return 0;
}
