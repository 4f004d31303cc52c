// The samples for those who monitor: config/presenced.alerts.yaml and config/grafana-dashboard.json ask for metrics
// that there are.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "unit/metrics/figures.h"

namespace {

std::string content_of(const char* file) {
  std::ifstream stream(std::string(PRESENCED_CONFIG_DIR) + "/" + file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The words that begin with "presenced_" and stand right behind `before`.
std::set<std::string> names_in(const std::string& text, const std::string& before = "") {
  const std::string start = before + "presenced_";
  std::set<std::string> names;
  for (auto at = text.find(start); at != std::string::npos; at = text.find(start, at + 1)) {
    const auto begin = at + before.size();
    const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", begin);
    names.insert(text.substr(begin, end - begin));
  }
  return names;
}

std::set<std::string> families() {
  return names_in(prometheus_text(presenced::metrics::test::full_figures()), "# TYPE ");
}

}  // namespace

TEST_CASE("every metric that the alerts and the dashboard name exists") {
  const std::set<std::string> known = families();
  REQUIRE(known.size() > 15);
  for (const char* file : {"presenced.alerts.yaml", "grafana-dashboard.json"}) {
    const std::string where = file;
    CAPTURE(where);
    const auto named = names_in(content_of(file));
    CHECK(named.size() >= 7);
    for (const std::string& name : named) {
      CAPTURE(name);
      CHECK(known.contains(name));
    }
  }
}

TEST_CASE("the dashboard shows every metric") {
  const auto shown = names_in(content_of("grafana-dashboard.json"));
  for (const std::string& name : families()) {
    CAPTURE(name);
    CHECK(shown.contains(name));
  }
}
