// A watchlist: text to the people it names.
#include <set>
#include <string_view>

#include "config/document.h"
#include "config/read_watchlist.h"
#include "config/watchlist.h"
#include "fuzz/expect.h"
#include "fuzz/fuzzer.h"
#include "fuzz/problem_rules.h"
#include "fuzz/text_rules.h"

using namespace presenced;
using fuzz::expect;

namespace {

void expect_people(const config::Watchlist& watchlist) {
  const std::set<base::UserId> excluded(watchlist.exclude.begin(), watchlist.exclude.end());
  std::set<base::UserId> once;
  for (const watch::Person& person : config::people(watchlist)) {
    expect(base::valid_user_id(person.id.text), "who is watched has a valid id");
    expect(!excluded.contains(person.id), "the excluded are not watched");
    expect(once.insert(person.id).second, "everybody is watched once");
    expect(fuzz::one_line(person.label), "a label is one clean line");
  }
  std::size_t named = 0;
  for (const config::Group& group : watchlist.groups) named += group.members.size();
  const auto pending = config::pending(watchlist);
  expect(pending.size() + once.size() <= named, "nobody is watched who is not named");
  for (const config::Pending& one : pending) {
    expect(!std::holds_alternative<config::Id>(one.who), "who has an id needs no looking up");
    expect(fuzz::one_line(config::describe(one.who)), "a member is described in one clean line");
  }
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
  const config::Watchlist watchlist = config::read_watchlist(tree.value(), report);
  const config::Problems problems = report.take();
  fuzz::expect_promises(problems, text);
  expect_people(watchlist);
  if (problems.empty())
    for (const config::Group& group : watchlist.groups)
      expect(group.track.presence || group.track.status, "a group tracks something");
  return 0;
}
