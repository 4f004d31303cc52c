#include "service/metrics_server.h"

#include <doctest/doctest.h>

#include "support/temp_dir.h"

using namespace presenced;

namespace {

struct Served {
  test::TempDir dir;
  boost::asio::io_context loop{1};
  service::MetricsServer server{loop, {[] { return std::string(); }, [] { return service::Health{}; }, {}}};

  std::filesystem::path socket(std::string_view name) const { return dir / name; }
  std::string serve(const std::filesystem::path& socket) {
    config::Metrics where;
    where.socket = socket;
    return server.serve(where);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Served, "the metrics move to another socket, and end when none is configured") {
  CHECK(serve(socket("a.sock")).empty());
  CHECK(std::filesystem::exists(socket("a.sock")));
  CHECK(serve(socket("b.sock")).empty());
  CHECK_FALSE(std::filesystem::exists(socket("a.sock")));
  CHECK(std::filesystem::exists(socket("b.sock")));
  CHECK(server.serve({}).empty());
  CHECK_FALSE(std::filesystem::exists(socket("b.sock")));
}

TEST_CASE_FIXTURE(Served, "the metrics stay where they are if the new place cannot be taken") {
  REQUIRE(serve(socket("a.sock")).empty());
  CHECK_FALSE(serve(socket("none") / "b.sock").empty());
  CHECK(std::filesystem::exists(socket("a.sock")));
}
