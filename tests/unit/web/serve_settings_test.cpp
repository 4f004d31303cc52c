#include "web/serve_settings.h"

#include <doctest/doctest.h>

#include "unit/commands/fixture.h"

namespace presenced::web {
namespace {

using commands::Request;

struct Settings {
  commands::test::CapturedOutput output;
  std::optional<std::string> state_directory;
  Request request;

  ServeSettings read() {
    commands::CommandContext context{output, [] { return base::WallTime{}; }, "UTC", {}};
    context.variable = [this](const std::string& name) {
      return name == "STATE_DIRECTORY" ? state_directory : std::nullopt;
    };
    return serve_settings(request, context);
  }
  std::string refusal() {
    try {
      read();
    } catch (const commands::Refused& refused) {
      CHECK(refused.status == commands::ExitStatus::usage);
      return refused.lines.at(0);
    }
    return "";
  }
};

}  // namespace

TEST_CASE_FIXTURE(Settings, "without options the page is on loopback, for everybody there") {
  const ServeSettings settings = read();
  CHECK(settings.address == "127.0.0.1");
  CHECK(settings.port == 8420);
  CHECK_FALSE(settings.site.tokens);
  CHECK_FALSE(settings.site.limit);
  CHECK_FALSE(settings.access_log);
}

TEST_CASE_FIXTURE(Settings, "another address needs tokens or a header that a proxy sets") {
  for (const char* address : {"0.0.0.0:8420", "10.0.0.7:80", "[::]:8420"}) {
    request = {};
    request.listen = address;
    CHECK(refusal().find("everybody who reaches that address could look") != std::string::npos);
    request.tokens = "/etc/presenced/tokens";
    CHECK(refusal().empty());
    request.tokens.clear();
    request.trust_header = "X-Remote-User";
    CHECK(refusal().empty());
  }
  request = {};
  for (const char* address : {"127.0.0.1:1", "127.0.0.2:65535", "[::1]:9000"}) {
    request.listen = address;
    CHECK(refusal().empty());
  }
}

TEST_CASE_FIXTURE(Settings, "what cannot be served on is refused") {
  for (const char* address :
       {"localhost:8420", "127.0.0.1", "8420", "127.0.0.1:0", "127.0.0.1:x", "", "http://127.0.0.1:1"}) {
    request.listen = address;
    CHECK(refusal().find("is not an address and a port") != std::string::npos);
  }
  request.listen = "127.0.0.1:8420";
  request.unix_socket = "/run/page.sock";
  CHECK(refusal() == "--listen cannot be combined with --unix");
}

TEST_CASE_FIXTURE(Settings, "names are checked: of hosts, of the header, of groups") {
  request.allow_hosts = {"Presence.Example"};
  CHECK(read().site.gate.hosts == std::vector<std::string>{"presence.example"});
  for (const char* host : {"https://presence.example", "presence.example:443", "", "a b"}) {
    request.allow_hosts = {host};
    CHECK(refusal().starts_with("--allow-host: "));
  }
  request = {};
  for (const char* header : {"", "X Remote", "X-User:", "X\nY"}) {
    request.trust_header = header;
    CHECK(refusal().starts_with("--trust-header: "));
  }
  request = {};
  request.groups = {"@on-call"};
  CHECK(read().site.limit == access::Limit{{"on-call"}});
  request.groups = {"@"};
  CHECK(refusal().starts_with("--group: "));
}

TEST_CASE_FIXTURE(Settings, "opened links are kept in the state directory, else beside the tokens") {
  request.tokens = "/etc/presenced/tokens";
  CHECK(read().opened_links == "/etc/presenced/tokens.opened");
  state_directory = "/var/lib/presenced-web:/var/lib/other";
  CHECK(read().opened_links == "/var/lib/presenced-web/opened-links");
}

}  // namespace presenced::web
