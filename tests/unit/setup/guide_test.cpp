#include "setup/guide.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "setup/manifest.h"

using namespace presenced::setup;

namespace {

std::string privacy_page() {
  std::stringstream text;
  text << std::ifstream(PRESENCED_SOURCE_DIR "/docs/PRIVACY.md").rdbuf();
  return text.str();
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

FirstConfiguration acme() {
  FirstConfiguration first;
  first.workspace = "acme";
  first.app_token = true;
  return first;
}

}  // namespace

TEST_CASE("the steps hold the link, the manifest, and where each token stands") {
  const std::string steps = steps_at_slack(false);
  CHECK(has(steps, manifest_link(app_manifest(false))));
  CHECK(has(steps, app_manifest(false)));
  CHECK(has(steps, "Bot User OAuth Token"));
  CHECK(has(steps, "App-Level Tokens"));
  CHECK(has(steps, "connections:write"));
}

TEST_CASE("the notice says what is recorded, for how long, and how to object, and stands in docs/PRIVACY.md") {
  const std::string text(notice());
  for (const char* part : {"active", "status", "400 days", "deleted", "left out"}) CHECK(has(text, part));
  CHECK(has(privacy_page(), text));
}

TEST_CASE("a configuration that is there is told how to grow, and not touched") {
  const std::string text = how_to_add("/home/dana/presenced/presenced.yaml", acme());
  CHECK(has(text, "/home/dana/presenced/presenced.yaml already exists"));
  CHECK(has(text, "app_token_file: \"acme.app-token\""));
  CHECK(has(text, "watchlist: acme.watchlist.yaml"));
  CHECK(has(text, "--force"));
}

TEST_CASE("what comes next is a command that can be pasted") {
  CHECK(has(how_to_go_on("/home/dana k/presenced.yaml", acme(), true),
            "presenced run --config '/home/dana k/presenced.yaml'"));
  CHECK(has(how_to_go_on("/home/dana k/presenced.yaml", acme(), true),
            "presencectl now --config '/home/dana k/presenced.yaml'"));
  CHECK(has(how_to_go_on("/p/presenced.yaml", acme(), false), "presenced check --connect --config /p/presenced.yaml"));
  FirstConfiguration packaged = acme();
  packaged.packaged = true;
  CHECK(
      has(how_to_go_on("/etc/presenced/presenced.yaml", packaged, true), "chown presenced: acme.token acme.app-token"));
}
