// overlap: when all of several were active.
#include "unit/commands/fixture.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

TEST_CASE("overlap: together, undecided where one was not seen, and the totals") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("overlap", {"dana", "lee"});
  request.since = "08:00";
  const Answer answer = history.ask(request);
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.lines() == Lines{
                              "OVERLAP    FROM                 TO                      FOR",
                              "undecided  2026-11-20 10:00:00  2026-11-20 11:00:00  1h 00m",
                              "together   2026-11-20 11:00:00  2026-11-20 12:00:00  1h 00m",
                              "together   2026-11-20 12:30:00  2026-11-20 15:00:00  2h 30m",
                              "",
                              "together 3h 30m  undecided 1h 00m  of 7h 00m",
                          });
  request.format = rendering::Format::json;
  CHECK(history.ask(request).text.find(R"("together_ms":12600000,"undecided_ms":3600000,"any_ms":null,"rows":[)") !=
        std::string::npos);
}

TEST_CASE("overlap takes a group, and needs two different people") {
  WrittenHistory history;
  write_friday(history);
  CHECK(history.ask("overlap", {"@on-call"}).status == ExitStatus::answered);
  for (const auto& who : {std::vector<std::string>{}, {"dana"}, {"dana", "U0DANA001"}}) {
    const Answer answer = history.ask("overlap", who);
    CHECK(answer.status == ExitStatus::usage);
    REQUIRE(answer.said.size() == 1);
    CHECK(answer.said[0].starts_with("overlap needs at least two people"));
    CHECK(answer.text.empty());
  }
}

TEST_CASE("overlap with --strict is 3 when something is undecided, and only then") {
  WrittenHistory history;
  write_friday(history);
  Request request = history.request("overlap", {"dana", "lee"});
  request.strict = true;
  request.since = "08:00";
  CHECK(history.ask(request).status == ExitStatus::unknown);
  request.until = "10:00";  // lee away
  CHECK(history.ask(request).status == ExitStatus::answered);
}

}  // namespace
}  // namespace presenced::commands::test
