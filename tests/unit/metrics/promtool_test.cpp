// What Prometheus's own checker says: of the metrics, that they can be read and that their names keep its rules; of the
// sample alerts, that Prometheus takes them.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/temp_dir.h"
#include "unit/metrics/figures.h"

namespace {

// The one that scripts/setup has fetched, or the system's; empty: there is none.
std::string promtool() {
  if (std::filesystem::exists(PRESENCED_PROMTOOL)) return PRESENCED_PROMTOOL;
  return std::system("promtool --version >/dev/null 2>&1") == 0 ? "promtool" : "";
}

struct Said {
  int status = -1;
  std::string words;
};

Said run(const presenced::test::TempDir& dir, const std::string& arguments) {
  const std::string said = (dir / "said").string();
  const int status = std::system((promtool() + " " + arguments + " >" + said + " 2>&1").c_str());
  std::stringstream words;
  words << std::ifstream(said).rdbuf();
  return {status, words.str()};
}

}  // namespace

TEST_CASE("promtool finds nothing wrong with the metrics") {
  if (promtool().empty()) {
    MESSAGE("skipped: promtool (of the Debian package prometheus) is not there");
    return;
  }
  const presenced::test::TempDir dir;
  const auto check = [&](const std::string& text) {
    return run(dir, "check metrics <" + dir.write("metrics", text).string());
  };
  const Said said = check(prometheus_text(presenced::metrics::test::full_figures()));
  CHECK(said.status == 0);
  CHECK(said.words == "");
  CHECK(check("x{ 1\n").status != 0);  // it does look
}

TEST_CASE("promtool takes the sample alerts") {
  if (promtool().empty()) return;
  const presenced::test::TempDir dir;
  const Said said = run(dir, "check rules " PRESENCED_CONFIG_DIR "/presenced.alerts.yaml");
  CHECK(said.status == 0);
  CHECK(said.words.find("17 rules found") != std::string::npos);
  const auto wrong = dir.write("wrong.yaml", "groups: [{name: a, rules: [{alert: B, expr: 'sum('}]}]\n");
  CHECK(run(dir, "check rules " + wrong.string()).status != 0);
}

TEST_CASE("the alert on a group in which nobody is active is silent while anybody is unknown, and in an empty group") {
  if (promtool().empty()) return;
  const presenced::test::TempDir dir;
  const auto group = [](const std::string& name, const std::string& active, const std::string& away,
                        const std::string& unknown) {
    const std::string labels = "presenced_group_people{workspace=\"acme\",group=\"" + name + "\",state=\"";
    const auto series = [&](const std::string& state, const std::string& values) {
      return "      - { series: '" + labels + state + "\"}', values: '" + values + "' }\n";
    };
    return series("active", active) + series("away", away) + series("unknown", unknown);
  };
  // A sample a minute: active until 9, then away; from 40 to 44 one of two is unknown.
  const std::string on_call = group("on-call", "1x9 0x60", "1x9 2x29 1x4 2x30", "0x39 1x4 0x30");
  const auto at = [](const std::string& minute, const std::string& alerts) {
    return "      - { eval_time: " + minute + ", alertname: PresencedNobodyActive, exp_alerts: [" + alerts + "] }\n";
  };
  const auto fires = [](const std::string& people) {
    return "{ exp_labels: { severity: warning, workspace: acme, group: on-call, state: away }, exp_annotations: { "
           "summary: 'Nobody of on-call in acme has been active for 15 minutes', description: '"
           "People who are away: " +
           people + ". presencectl now @on-call shows since when.' } }";
  };
  const auto tests = [&](const std::string& series, const std::string& expected) {
    return "rule_files: [" PRESENCED_CONFIG_DIR
           "/presenced.alerts.yaml]\nevaluation_interval: 1m\n"
           "tests:\n  - interval: 1m\n    input_series:\n" +
           series + "    alert_rule_test:\n" + expected;
  };
  const auto check = [&](const std::string& text) {
    return run(dir, "test rules " + dir.write("tests.yaml", text).string());
  };
  const Said told = check(tests(on_call, at("24m", "") + at("25m", fires("2")) + at("39m", fires("2")) + at("40m", "") +
                                             at("59m", "") + at("60m", fires("2"))));
  CHECK_MESSAGE(told.status == 0, told.words);
  const Said others = check(tests(group("on-call", "0x60", "0x60", "0x60") + group("ops", "0x60", "3x60", "0x60"),
                                  at("30m", "") + at("59m", "")));
  CHECK_MESSAGE(others.status == 0, others.words);
  CHECK(check(tests(on_call, at("24m", fires("2")))).status != 0);  // it does look
}
