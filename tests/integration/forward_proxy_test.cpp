// Slack reached through an HTTP proxy: tinyproxy, as Debian has it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <csignal>

#include "integration/checks.h"
#include "integration/free_port.h"
#include "integration/installation.h"

using namespace presenced;
using test::DaemonProcess;
using test::eventually;
using test::Installation;

namespace {

constexpr const char* kTinyproxy = "/usr/bin/tinyproxy";

class Tinyproxy {
 public:
  explicit Tinyproxy(const test::TempDir& folder) : folder_(folder), port_(test::free_port()) {
    config_ = folder.write("tinyproxy.conf", fmt::format("Port {}\nListen 127.0.0.1\nTimeout 600\nMaxClients 20\n"
                                                         "BasicAuth recorder s3cret-of-the-proxy\n",
                                                         port_));
    start();
  }

  void start() {
    const auto before = log().size();
    process_.emplace(kTinyproxy, std::vector<std::string>{"-d", "-c", config_.string()}, folder_ / "tinyproxy.log");
    REQUIRE(eventually([&] { return log().find("Accepting connections", before) != std::string::npos; }));
  }
  void kill() { process_.reset(); }
  std::string log() const { return process_ ? process_->log() : ""; }
  std::string yaml(const std::string& password) const {
    return fmt::format("    proxy: http://recorder:{}@127.0.0.1:{}\n", password, port_);
  }
  std::string name() const { return fmt::format("127.0.0.1:{}", port_); }

 private:
  const test::TempDir& folder_;
  std::uint16_t port_;
  std::filesystem::path config_;
  std::optional<DaemonProcess> process_;
};

void stop_and_check_secrets(Installation& here) {
  test::stop_and_check(here);
  CHECK_FALSE(here.logged("s3cret-of-the-proxy"));
}

}  // namespace

TEST_CASE("proxy: everything is recorded through it, and its restart is an outage like any other") {
  Installation here;
  Tinyproxy proxy(here.folder());
  here.write_extra_yaml(proxy.yaml("s3cret-of-the-proxy"));
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  CHECK(proxy.log().find("CONNECT") != std::string::npos);
  here.presence(0, base::Presence::away);
  here.status(1, "behind a proxy", ":fence:");
  REQUIRE(eventually([&] { return here.up_to_date(); }));

  proxy.kill();
  REQUIRE(eventually([&] { return here.logged("through the proxy " + proxy.name() + ": connect to "); }));
  here.presence(0, base::Presence::active);
  proxy.start();
  REQUIRE(eventually([&] { return here.up_to_date() && here.all_covered(); }, base::Millis{60'000}));
  CHECK(here.history().sessions.size() == 2);
  stop_and_check_secrets(here);
}

TEST_CASE("proxy: a wrong password is said loudly, without repeating it, and a right one is used on reload") {
  Installation here;
  Tinyproxy proxy(here.folder());
  here.write_extra_yaml(proxy.yaml("wr0ng-one"));
  here.start();
  REQUIRE(eventually([&] { return here.logged("through the proxy " + proxy.name() + ": 4"); }));
  CHECK(here.logged("it rejects this user and password"));
  CHECK_FALSE(here.logged("wr0ng-one"));
  here.write_extra_yaml(proxy.yaml("s3cret-of-the-proxy"));
  here.daemon().signal(SIGHUP);
  CHECK(eventually([&] { return here.all_covered(); }));
  CHECK(here.logged("changed: workspace fake: proxy"));
  stop_and_check_secrets(here);
}
