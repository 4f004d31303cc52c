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
  CHECK(said.words.find("15 rules found") != std::string::npos);
  const auto wrong = dir.write("wrong.yaml", "groups: [{name: a, rules: [{alert: B, expr: 'sum('}]}]\n");
  CHECK(run(dir, "check rules " + wrong.string()).status != 0);
}
