// The urls presenced dials: those of the configuration, and the one that rtm.connect answers with.
#include <algorithm>
#include <string>
#include <string_view>

#include "base/host.h"
#include "fuzz/expect.h"
#include "fuzz/fuzzer.h"
#include "fuzz/text_rules.h"
#include "net/url.h"

using namespace presenced;
using fuzz::expect;

namespace {

constexpr std::string_view prefix_of(net::Url::Scheme scheme) {
  switch (scheme) {
    case net::Url::Scheme::http:
      return "http://";
    case net::Url::Scheme::https:
      return "https://";
    case net::Url::Scheme::ws:
      return "ws://";
    case net::Url::Scheme::wss:
      return "wss://";
  }
  return {};
}

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

void expect_url(const net::Url& url, std::string_view text) {
  expect(!url.host.empty() && url.port != 0, "there is something to dial");
  expect(std::none_of(url.host.begin(), url.host.end(), [](char c) { return c >= 'A' && c <= 'Z'; }),
         "the host is in lower case");
  expect(url.host.find_first_of("[]/?#@\\ ") == std::string::npos, "the host is a host");
  expect(url.target.starts_with('/'), "the target is a path");
  // What goes into the request line and the Host header cannot break out of them.
  expect(printable(url.target) && printable(net::host_header(url)), "a url brings no blank and no line break");
  expect(url.tls() || base::is_loopback(url.host), "plain http and ws are for loopback addresses only");
  const std::string_view given = url.target;
  expect(text.ends_with(given) || text.ends_with(given.substr(1)), "the target is used as it was given");
}

void expect_same(const net::Url& one, const net::Url& two) {
  expect(one.scheme == two.scheme && one.host == two.host && one.port == two.port && one.target == two.target,
         "a url written out again is the same url");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)base::is_loopback(text);
  const auto url = net::parse_url(text);
  if (!url) {
    expect(!url.error().empty() && url.error().size() < 100 && fuzz::one_line(url.error()),
           "an error is one short line");
    return 0;
  }
  expect_url(url.value(), text);
  for (const std::string& host :
       {net::host_header(url.value()), base::host_and_port(url.value().host, url.value().port)}) {
    const std::string again = std::string(prefix_of(url.value().scheme)) + host + url.value().target;
    if (again.size() > base::kMaxUrlBytes) continue;  // the port was not written before
    const auto parsed = net::parse_url(again);
    expect(parsed.ok(), "a url written out again is a url", host);
    expect_same(parsed.value(), url.value());
  }
  return 0;
}
