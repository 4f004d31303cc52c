// The files of a first configuration are read as the daemon reads them.
#include "setup/first_files.h"

#include <doctest/doctest.h>

#include "config/load.h"
#include "support/temp_dir.h"

using namespace presenced;
using namespace presenced::setup;

namespace {

FirstConfiguration first() {
  FirstConfiguration first;
  first.workspace = "acme";
  first.app_token = true;
  first.people = {{"U024BE7LH"}, {"W0123ABCD"}};
  return first;
}

struct Written {
  test::TempDir dir;

  config::Loaded load(const FirstConfiguration& first) const {
    dir.write(token_file_name(first.workspace), "xoxb-1\n", 0600);
    if (first.app_token) dir.write(app_token_file_name(first.workspace), "xapp-1\n", 0600);
    dir.write("watchlist.yaml", watchlist_text(first));
    const auto loaded = config::load(dir.write("presenced.yaml", configuration_text(first)), {});
    REQUIRE_MESSAGE(loaded.ok(), config::render(loaded.error()));
    return loaded.value();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Written, "what is written is a valid configuration with both tokens and everybody") {
  const auto loaded = load(first());
  REQUIRE(loaded.settings.workspaces.size() == 1);
  CHECK(loaded.settings.workspaces[0].name == "acme");
  CHECK(loaded.files[0].token == base::Secret("xoxb-1"));
  CHECK(loaded.files[0].app_token == base::Secret("xapp-1"));
  CHECK(loaded.settings.history.path == dir / "history.db");
  CHECK(loaded.settings.control.socket == dir / "control.sock");
  const auto& groups = loaded.files[0].watchlist->groups;
  REQUIRE(groups.size() == 1);
  REQUIRE(groups[0].members.size() == 2);
  CHECK(std::get<watch::Id>(groups[0].members[1].who).id.text == "W0123ABCD");
}

TEST_CASE_FIXTURE(Written, "without an app-level token and without people it is valid, too") {
  FirstConfiguration bare = first();
  bare.app_token = false;
  bare.people.clear();
  const auto loaded = load(bare);
  CHECK_FALSE(loaded.files[0].app_token.has_value());
  CHECK(loaded.files[0].watchlist->groups.empty());
}

TEST_CASE_FIXTURE(Written, "an address, certificates, and names that YAML reads as something else come through") {
  FirstConfiguration odd = first();
  odd.workspace = "no";
  odd.api_url = "https://127.0.0.1:1/api/";
  odd.ca_file = (dir / "a \"ca\" file.pem").string();
  dir.write("a \"ca\" file.pem", "-----BEGIN CERTIFICATE-----\n");
  const auto loaded = load(odd);
  CHECK(loaded.settings.workspaces[0].name == "no");
  CHECK(loaded.settings.workspaces[0].api_url == odd.api_url);
  CHECK(loaded.settings.workspaces[0].ca_file == odd.ca_file);
}

TEST_CASE_FIXTURE(Written, "under the service manager, that one says where the history is") {
  FirstConfiguration packaged = first();
  packaged.packaged = true;
  CHECK(load(packaged).settings.history.path == "/var/lib/presenced/history.db");
}

TEST_CASE("a name that makes no good file name is refused") {
  for (const char* good : {"acme", "Acme-2", "a.b_c", "1"}) CHECK(is_workspace_name(good));
  for (const char* bad : {"", ".", ".acme", "-acme", "a/b", "a b", "a\nb", "\xc3\xa4"})
    CHECK_FALSE(is_workspace_name(bad));
  CHECK_FALSE(is_workspace_name(std::string(65, 'a')));
}
