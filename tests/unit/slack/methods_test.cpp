#include "slack/methods.h"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace presenced::slack {
namespace {

// The first two columns of the table of methods in docs/PROTOCOL.md: "| `users.info` | 100 | ...".
std::map<std::string, std::string> documented_rates() {
  std::map<std::string, std::string> rates;
  std::ifstream page(PRESENCED_SOURCE_DIR "/docs/PROTOCOL.md");
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("| method | calls a minute")) inside = true;
    if (!line.starts_with("|")) inside = false;
    if (!inside || !line.starts_with("| `")) continue;
    const std::size_t end = line.find('`', 3);
    const std::size_t rate = line.find("| ", end) + 2;
    rates.emplace(line.substr(3, end - 3), line.substr(rate, line.find_first_of(" ,", rate) - rate));
  }
  return rates;
}

TEST_CASE("the table of methods agrees with docs/PROTOCOL.md on names and calls a minute") {
  std::map<std::string, std::string> rates;
  for (const MethodRow& row : method_rows())
    rates.emplace(row.name, row.calls_a_minute == 300 ? "hundreds" : std::to_string(row.calls_a_minute));
  CHECK(rates == documented_rates());
}

TEST_CASE("every scope has a purpose") {
  for (const MethodRow& row : method_rows()) {
    CAPTURE(row.name);
    CHECK(&row_of(row.method) == &row);
    CHECK(row.scope.empty() == row.scope_for.empty());
    CHECK(row.without_plan.find("plan") != std::string_view::npos);
  }
}

TEST_CASE("each method has the scope that Slack asks for") {
  CHECK(row_of(Method::rtm_connect).scope == "rtm:stream");
  CHECK(row_of(Method::auth_test).scope.empty());
  CHECK(row_of(Method::users_info).scope == "users:read");
  CHECK(row_of(Method::users_list).scope == "users:read");
  CHECK(row_of(Method::users_set_presence).scope == "users:write");
  CHECK(row_of(Method::users_lookup_by_email).scope == "users:read.email");
  CHECK(row_of(Method::usergroups_list).scope == "usergroups:read");
  CHECK(row_of(Method::usergroups_users_list).scope == "usergroups:read");
  CHECK(row_of(Method::conversations_list).scope == "channels:read");
  CHECK(row_of(Method::conversations_members).scope == "channels:read");
  CHECK(row_of(Method::apps_connections_open).scope == "connections:write");
  CHECK(row_of(Method::dnd_team_info).scope == "dnd:read");
  CHECK(row_of(Method::apps_connections_open).credential == Credential::app_token);
}

}  // namespace
}  // namespace presenced::slack
