// Addresses of proxies: what is accepted, and what is said about those that are not.
#include "config/proxy_url.h"

#include <doctest/doctest.h>

namespace presenced::config {
namespace {

TEST_CASE("host and port are taken apart, and the credentials decoded") {
  struct Row {
    std::string text;
    base::Proxy proxy;
  };
  for (const Row& row : {
           Row{"http://proxy.example.com:3128", {"proxy.example.com", 3128, {}}},
           Row{"http://proxy.example.com:3128/", {"proxy.example.com", 3128, {}}},
           Row{"http://10.0.0.1:1", {"10.0.0.1", 1, {}}},
           Row{"http://[fd00::1]:8080", {"fd00::1", 8080, {}}},
           Row{"http://dana:secret@proxy:3128", {"proxy", 3128, base::Secret("dana:secret")}},
           Row{"http://dana@proxy:3128", {"proxy", 3128, base::Secret("dana:")}},
           Row{"http://d%40na:a:b%2F%25@proxy:3128", {"proxy", 3128, base::Secret("d@na:a:b/%")}},
       }) {
    CAPTURE(row.text);
    const auto proxy = checked_proxy(row.text);
    REQUIRE(proxy.ok());
    CHECK(proxy.value() == row.proxy);
  }
}

TEST_CASE("an address that is refused is not repeated: it may hold a password") {
  struct Row {
    std::string text;
    std::string what;
  };
  for (const Row& row : {
           Row{"hunter2@proxy:1", "has no scheme"},
           Row{"socks5://hunter2@proxy:1", "has no scheme"},
           Row{"http://hunter2@:1", "has no valid host"},
           Row{"http://hunter2:x@pro*xy:1", "has no valid host"},
           Row{"http://hunter2:x@proxy", "has no valid port"},
           Row{"http://hunter2:x@proxy:0", "has no valid port"},
           Row{"http://hunter2:x@proxy:65536", "has no valid port"},
           Row{"http://hunter2:x@[::1]", "has no valid port"},
           Row{"http://hunter2:x@proxy:1/path", "has a path"},
           Row{"http://hunter2:x@proxy:1?q", "has a path"},
           Row{"http://hunter2 :x@proxy:1", "contains a space"},
           Row{"http://hunter2:\xc3\xa9@proxy:1", "contains a space or a non-ASCII letter"},
           Row{"http://hunter2:%4@proxy:1", "has a user or password that cannot be read"},
           Row{"http://hunter2:%zz@proxy:1", "has a user or password that cannot be read"},
           Row{"http://hunter2:%0a@proxy:1", "has a user or password that cannot be read"},
           Row{"http://hunter2%3a:x@proxy:1", "has a user or password that cannot be read"},
           Row{"http://:hunter2@proxy:1", "has a user or password that cannot be read"},
           Row{"http://hunter2:x@" + std::string(2000, 'p') + ":1", "is too long"},
       }) {
    CAPTURE(row.text);
    const auto proxy = checked_proxy(row.text);
    REQUIRE_FALSE(proxy.ok());
    CHECK(proxy.error().message.find(row.what) != std::string::npos);
    CHECK(proxy.error().message.find("; expected ") != std::string::npos);
    CHECK(proxy.error().message.find("hunter2") == std::string::npos);
  }
}

}  // namespace
}  // namespace presenced::config
