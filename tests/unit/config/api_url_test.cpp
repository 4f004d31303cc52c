#include "config/api_url.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace presenced::config {
namespace {

struct UrlRow {
  std::string text;
  std::string result;  // the address, or what is said about it
};

TEST_CASE("an address of the Web API is accepted and ends in a slash") {
  for (const UrlRow& row :
       {UrlRow{"https://slack.com/api/", "https://slack.com/api/"},
        UrlRow{"https://slack.com/api", "https://slack.com/api/"},
        UrlRow{"https://slack.example:8443", "https://slack.example:8443/"},
        UrlRow{"https://[2001:db8::1]:443/api", "https://[2001:db8::1]:443/api/"},
        UrlRow{"http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/api/"},
        UrlRow{"http://127.255.3.4", "http://127.255.3.4/"}, UrlRow{"http://[::1]:80/", "http://[::1]:80/"},
        UrlRow{"http://localhost:1/x", "http://localhost:1/x/"},
        UrlRow{"https://[::ffff:10.0.0.1]/", "https://[::ffff:10.0.0.1]/"},
        UrlRow{"https://[1:2:3:4:5:6:7::]/", "https://[1:2:3:4:5:6:7::]/"}, UrlRow{"https://[::]/", "https://[::]/"}}) {
    CAPTURE(row.text);
    const auto url = checked_api_url(row.text);
    REQUIRE(url.ok());
    CHECK(url.value() == row.result);
  }
}

TEST_CASE("plain http is refused for everything but loopback, however it is spelt") {
  for (const std::string text : {"http://slack.com/api/", "http://127.evil.example/", "http://127.0.0.1.evil.example/",
                                 "http://127.1/", "http://0127.0.0.1/", "http://127.0.0.256/", "http://127.00.0.1/",
                                 "http://localhost.example/", "http://128.0.0.1/", "http://[::2]/",
                                 "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://127.0.0.1.2/"}) {
    CAPTURE(text);
    const auto url = checked_api_url(text);
    REQUIRE_FALSE(url.ok());
    CHECK(url.error().message ==
          "is plain http to another machine; expected https (http is for 127.0.0.0/8, [::1] and localhost)");
  }
}

TEST_CASE("an address that is refused is not repeated: it may hold a password") {
  for (const UrlRow& row :
       {UrlRow{"slack.com/api/", "has no known scheme; expected https://..."},
        UrlRow{"ftp://slack.com/", "has no known scheme; expected https://..."},
        UrlRow{"https://me:hunter2@slack.com/", "names a user or a password; expected neither, the token is enough"},
        UrlRow{"http://127.0.0.1@slack.com/", "names a user or a password; expected neither, the token is enough"},
        UrlRow{"https://slack.com/api/?token=hunter2", "has a query or a fragment; expected neither"},
        UrlRow{"https://slack.com/api/#x", "has a query or a fragment; expected neither"},
        UrlRow{"https://slack.com?x", "has a query or a fragment; expected neither"},
        UrlRow{"https://", "has no valid host; expected https://HOST/PATH/"},
        UrlRow{"https:///api/", "has no valid host; expected https://HOST/PATH/"},
        UrlRow{"https://sl%61ck.com/", "has no valid host; expected https://HOST/PATH/"},
        UrlRow{"https://::1/", "has no valid host; expected https://HOST/PATH/"},
        UrlRow{"https://[::1]x/", "has no valid host; expected https://HOST/PATH/"},
        UrlRow{"https://slack.com\\@evil/", "names a user or a password; expected neither, the token is enough"},
        UrlRow{"http://127.0.0.1./", "has no valid host; expected https://HOST/PATH/"},
        UrlRow{"https://slack.com:/", "has no valid port; expected a number from 1 to 65535"},
        UrlRow{"https://slack.com:0/", "has no valid port; expected a number from 1 to 65535"},
        UrlRow{"https://slack.com:65536/", "has no valid port; expected a number from 1 to 65535"},
        UrlRow{"https://slack.com:+443/", "has no valid port; expected a number from 1 to 65535"},
        UrlRow{"https://sl ack.com/", "contains a space or a non-ASCII letter; expected a plain https address"}}) {
    CAPTURE(row.text);
    const auto url = checked_api_url(row.text);
    REQUIRE_FALSE(url.ok());
    CHECK(url.error().message == row.result);
  }
}

TEST_CASE("old bug: an address passed the check that could not be dialled when the daemon ran") {
  for (const std::string& host :
       std::vector<std::string>{"slack..com", ".slack.com", "slack.com.", std::string(64, 'a'), "[::::]", "[1.2.3.4]",
                                "[1:2:3]", "[1:2:3:4:5:6:7:8:9]", "[1::2::3]", "[1:2:3:4:5:6:7::8]", "[12345::]",
                                "[:1::]", "[1::2:]", "[]", "[::1", "[fe80::1%25eth0]", "[::1.2.3]", "[::1.2.3.04]"}) {
    CAPTURE(host);
    const auto url = checked_api_url("https://" + host + "/api/");
    REQUIRE_FALSE(url.ok());
    CHECK(url.error().message == "has no valid host; expected https://HOST/PATH/");
  }
  CHECK(checked_api_url("https://h/" + std::string(2'000, 'x')).error().message ==
        "is longer than 2000 bytes; expected an address such as https://HOST/PATH/");
}

}  // namespace
}  // namespace presenced::config
