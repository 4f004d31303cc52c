#include "metrics/metrics.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "metrics/exposition.h"
#include "unit/metrics/figures.h"

using namespace presenced;
using namespace presenced::metrics;

namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a family is a help, a type and its samples") {
  Exposition out;
  out.family("x_total", Kind::counter, "What it counts.").sample({}, 5).sample({{"a", "b"}, {"c", "d"}}, 6);
  out.family("y_seconds", Kind::gauge, "When.").sample_seconds({}, 1'700'000'000'001);
  CHECK(out.text() ==
        "# HELP x_total What it counts.\n# TYPE x_total counter\nx_total 5\nx_total{a=\"b\",c=\"d\"} 6\n"
        "# HELP y_seconds When.\n# TYPE y_seconds gauge\ny_seconds 1700000000.001\n");
}

TEST_CASE("a workspace's name cannot break out of its label") {
  Exposition out;
  out.family("x", Kind::gauge, "X.").sample({{"workspace", "a\"} 1\n\\"}}, 0);
  CHECK(out.text().ends_with("x{workspace=\"a\\\"} 1\\n\\\\\"} 0\n"));
}

TEST_CASE("the figures stand under their names") {
  const std::string text = prometheus_text(test::full_figures());
  for (const char* line :
       {R"(presenced_build_info{version="0.1.0"} 1)",
        "presenced_start_timestamp_seconds 1700000000.123",
        "presenced_configuration_valid 1",
        "presenced_recording 1",
        "presenced_history_queue_records 3",
        R"(presenced_uncommitted_bytes{workspace="acme"} 4550)",
        R"(presenced_sockets_held_seconds_total{workspace="acme"} 12.300)",
        "presenced_history_failures_total 1",
        "presenced_history_last_commit_timestamp_seconds 1700000001.000",
        "presenced_history_size_bytes 40960",
        "presenced_history_log_size_bytes 8192",
        "presenced_history_log_held 1",
        R"(presenced_watched_people{workspace="acme"} 7)",
        R"(presenced_uncovered_people{workspace="acme"} 2)",
        R"(presenced_unresolved_names{workspace="acme"} 3)",
        R"(presenced_covered_people{workspace="acme",facet="presence"} 6)",
        R"(presenced_covered_people{workspace="acme",facet="status"} 5)",
        R"(presenced_group_people{workspace="acme",group="on-call",state="active"} 1)",
        R"(presenced_group_people{workspace="acme",group="on-call",state="away"} 3)",
        R"(presenced_group_people{workspace="acme",group="on-call",state="unknown"} 2)",
        R"(presenced_group_people{workspace="acme",group="nobody",state="active"} 0)",
        R"(presenced_group_people{workspace="acme",group="nobody",state="away"} 0)",
        R"(presenced_group_people{workspace="acme",group="nobody",state="unknown"} 0)",
        R"(presenced_group_people{workspace="odd \"name\" \\ \n",group="a \"group\" \\ \n",state="active"} 1)",
        R"(presenced_unconfirmed_people{workspace="acme"} 1)",
        R"(presenced_sampled_people{workspace="acme"} 2)",
        R"(presenced_feed_live{workspace="acme",feed="rtm"} 1)",
        R"(presenced_feed_live{workspace="acme",feed="socket_mode"} 0)",
        R"(presenced_poll_round_seconds{workspace="acme"} 9.500)",
        R"(presenced_clock_wrong{workspace="acme"} 1)",
        R"(presenced_clock_ahead_seconds{workspace="acme"} -3600.400)",
        R"(presenced_history_ahead_seconds{workspace="acme"} 86400.000)",
        R"(presenced_connected{workspace="acme"} 1)",
        R"(presenced_connection_obstacle{workspace="acme",reason="token"} 1)",
        R"(presenced_connection_obstacle{workspace="acme",reason="rate"} 0)",
        R"(presenced_connection_obstacle{workspace="acme",reason="network"} 0)",
        R"(presenced_connected{workspace="odd \"name\" \\ \n"} 0)",
        R"(presenced_foreign_connections{workspace="acme"} 1)",
        R"(presenced_connection_attempts_total{workspace="acme"} 4)",
        R"(presenced_sessions_ended_total{workspace="acme",reason="goodbye"} 2)",
        R"(presenced_sessions_ended_total{workspace="acme",reason="lost_agreement"} 1)",
        R"(presenced_last_event_timestamp_seconds{workspace="acme"} 1700000000.500)",
        R"(presenced_frames_total{workspace="acme"} 100)",
        R"(presenced_frames_ignored_total{workspace="acme"} 20)",
        R"(presenced_frames_malformed_total{workspace="acme"} 1)",
        R"(presenced_transitions_written_total{workspace="acme",facet="presence",source="push"} 1)",
        R"(presenced_transitions_written_total{workspace="acme",facet="status",source="expiry"} 1)"}) {
    CAPTURE(line);
    CHECK(has_line(text, line));
  }
}

TEST_CASE("everything is there from the start, with zeros") {
  Figures figures;
  figures.workspaces.resize(1);
  figures.workspaces[0].name = "acme";
  const std::string text = prometheus_text(figures);
  for (const auto& [reason, word] : history::kEndReasonWords) {
    const auto line = "presenced_sessions_ended_total{workspace=\"acme\",reason=\"" + std::string(word) + "\"} 0";
    CHECK(has_line(text, line));
  }
  for (const char* source : {"push", "first", "resync", "audit", "sample", "expiry"})
    for (const char* facet : {"presence", "status"})
      CHECK(has_line(text, std::string("presenced_transitions_written_total{workspace=\"acme\",facet=\"") + facet +
                               "\",source=\"" + source + "\"} 0"));
  CHECK(has_line(text, "presenced_history_last_commit_timestamp_seconds 0.000"));
}

TEST_CASE("no sample stands there twice, and each belongs to the family above it") {
  std::istringstream lines(prometheus_text(test::full_figures()));
  std::set<std::string> seen;
  std::string family;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    if (line.starts_with("# TYPE ")) family = line.substr(7, line.find(' ', 7) - 7);
    if (line.starts_with('#')) continue;
    const std::string series = line.substr(0, line.rfind(' '));
    CHECK(seen.insert(series).second);
    CHECK(series.substr(0, series.find('{')) == family);
  }
  CHECK(seen.size() > 50);
}
