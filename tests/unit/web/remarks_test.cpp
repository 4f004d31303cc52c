#include <utility>

#include "unit/web/page.h"

namespace presenced::web::test {
namespace {

struct RemarkedPage : Page {
  RemarkedPage() { commands::test::write_friday(history); }

  // The remarks of this answer; what is before them is the answer without any.
  std::string remarks(const std::string& target) {
    const std::string plain = body_of(ask(target));
    const net::HttpAnswer answer = ask(target + (target.find('?') == std::string::npos ? "?" : "&") + "remarks=1");
    CHECK(answer.status == 200);
    const std::string text = body_of(answer);
    const std::string begin = plain.substr(0, plain.rfind('}'));
    REQUIRE(text.starts_with(begin));
    return text.substr(begin.size());
  }
};

}  // namespace

TEST_CASE_FIXTURE(RemarkedPage, "what presencectl says beside an answer ends it, for those who ask for it") {
  struct Row {
    const char* target;
    const char* expected;
  };
  for (const Row& row : {
           Row{"/api/log?since=14:59", R"(,"remarks":["nothing since Fri 2026-11-20 14:59:00; the newest record)"},
           Row{"/api/overlap?who=dana,lee&since=08:30&until=09:30",
               R"(,"remarks":["they were not active at the same time)"},
           Row{"/api/now?state=unknown&who=dana", R"(,"remarks":["nobody is unknown"]})"},
           Row{"/api/now?who=dana", "}\n"},
       }) {
    CAPTURE(row.target);
    const std::string found = remarks(row.target);
    CAPTURE(found);
    CHECK(found.starts_with(row.expected));
    CHECK(found.ends_with("}\n"));
  }
}

TEST_CASE_FIXTURE(RemarkedPage, "a window that begins before recording did says so, and who left a group in it") {
  const auto about = [](const std::string& command, const std::string& since) {
    return "/api/" + command + "?who=%40on-call&since=" + since;
  };
  const std::vector<std::string> commands{"summary", "timeline", "intervals", "heatmap", "overlap", "coverage"};
  for (const std::string& command : commands) {
    CAPTURE(command);
    CHECK(remarks(about(command, "2026-11-19")).find(R"("recording began Fri 2026-11-20 08:00)") != std::string::npos);
    CHECK(remarks(about(command, "2026-11-20")).find("left") == std::string::npos);
  }
  history.script.record(history::GroupsSet{{{"on-call", {base::UserId{"U0LEE0001"}}}}});
  history.commit("15:05");
  history.commit("15:10");
  clock = commands::test::moment("15:10");
  for (const std::string& command : commands) {
    CAPTURE(command);
    CHECK(remarks(about(command, "2026-11-20")).find("Dana left @on-call Fri 2026-11-20 15:05") != std::string::npos);
  }
}

TEST_CASE_FIXTURE(RemarkedPage, "files and refusals have no remarks") {
  CHECK(body_of(ask("/api/timeline?since=2026-11-19&format=csv&remarks=1")).find("recording began") ==
        std::string::npos);
  CHECK(body_of(ask("/api/timeline?since=2026-11-19&format=csv&remarks=1")) ==
        body_of(ask("/api/timeline?since=2026-11-19&format=csv")));
  const net::HttpAnswer nobody = ask("/api/timeline?since=2026-11-19&who=zoe&remarks=1");
  CHECK(nobody.status == 404);
  CHECK(body_of(nobody).find("recording began") == std::string::npos);
  CHECK(ask("/api/now?remarks=yes").status == 400);
}

}  // namespace presenced::web::test
