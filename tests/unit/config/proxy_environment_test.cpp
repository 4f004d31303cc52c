#include "config/proxy_environment.h"

#include <doctest/doctest.h>

#include <map>

namespace presenced::config {
namespace {

struct Found {
  EnvironmentProxy proxy;
  Problems problems;
};

Found found_in(const std::map<std::string, std::string>& variables) {
  Found found;
  found.proxy = environment_proxy(
      [&](const std::string& name) -> std::optional<std::string> {
        const auto one = variables.find(name);
        return one == variables.end() ? std::nullopt : std::optional(one->second);
      },
      found.problems);
  return found;
}

TEST_CASE("the environment's proxy is https_proxy, or HTTPS_PROXY, with or without its scheme") {
  CHECK_FALSE(found_in({}).proxy.proxy);
  CHECK(found_in({{"https_proxy", "http://small:1"}, {"HTTPS_PROXY", "http://capital:1"}}).proxy.proxy->host ==
        "small");
  CHECK(found_in({{"https_proxy", ""}, {"HTTPS_PROXY", "capital:3128"}}).proxy.proxy->host == "capital");
  const auto full = found_in({{"https_proxy", "user:p%40ss@h:3128"}, {"no_proxy", "a,b"}, {"NO_PROXY", "c"}});
  CHECK(full.proxy.proxy == base::Proxy{"h", 3128, Secret("user:p@ss")});
  CHECK(full.proxy.except == "a,b");
  CHECK(full.problems.empty());
}

TEST_CASE("http_proxy is not listened to, nor what a CGI server makes of a stranger's header") {
  CHECK_FALSE(found_in({{"http_proxy", "http://h:1"}, {"HTTP_PROXY", "http://h:1"}}).proxy.proxy);
}

TEST_CASE("a proxy of the environment that is wrong is a problem that names the variable, and not its password") {
  for (const auto* wrong : {"https://u:hunter2@h:1", "http://u:hunter2@h", "socks5://h:1"}) {
    CAPTURE(wrong);
    const auto found = found_in({{"HTTPS_PROXY", wrong}});
    CHECK_FALSE(found.proxy.proxy);
    REQUIRE(found.problems.size() == 1);
    const auto line = render(found.problems[0]);
    CHECK(line.starts_with("the environment: HTTPS_PROXY: "));
    CHECK(line.find("hunter2") == std::string::npos);
  }
}

}  // namespace
}  // namespace presenced::config
