// What Prometheus's own checker says of the metrics: that they can be read, and that their names keep its rules.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "support/temp_dir.h"
#include "unit/metrics/figures.h"

TEST_CASE("promtool finds nothing wrong with the metrics") {
  const char* named = std::getenv("PRESENCED_PROMTOOL");
  const std::string promtool = named != nullptr ? named : "promtool";
  if (std::system((promtool + " --version >/dev/null 2>&1").c_str()) != 0) {
    MESSAGE("skipped: promtool (of the Debian package prometheus) is not installed");
    return;
  }
  const presenced::test::TempDir dir;
  const auto check = [&](const std::string& text) {
    const auto file = dir.write("metrics", text);
    const std::string said = (dir / "said").string();
    const int status = std::system((promtool + " check metrics <" + file.string() + " >" + said + " 2>&1").c_str());
    std::stringstream words;
    words << std::ifstream(said).rdbuf();
    return std::pair(status, words.str());
  };
  const auto [status, said] = check(prometheus_text(presenced::metrics::test::full_figures()));
  CHECK(status == 0);
  CHECK(said == "");
  CHECK(check("x{ 1\n").first != 0);  // it does look
}
