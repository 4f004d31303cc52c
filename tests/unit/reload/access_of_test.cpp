// How a workspace is reached, from what was read of its files.
#include "reload/access_of.h"

#include <doctest/doctest.h>

#include "support/certificates.h"
#include "support/temp_dir.h"

using namespace presenced;
using reload::access_of;

namespace {

struct Configured {
  test::TempDir dir;
  config::Loaded load() const {
    dir.write("acme.token", "xoxb-secret\n");
    dir.write("watchlist.yaml", "groups: {}\n");
    const auto loaded = config::load(
        dir.write(
            "presenced.yaml",
            "workspaces:\n  - {name: acme, token_file: acme.token, watchlist: watchlist.yaml, ca_file: ca.pem}\n"),
        {});
    REQUIRE(loaded.ok());
    return loaded.value();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Configured, "ca_file is read once: what was compared is what is trusted") {
  dir.write("ca.pem", test_support::CertificateAuthority().pem());
  const config::Loaded loaded = load();
  std::filesystem::remove(dir / "ca.pem");
  CHECK(access_of(loaded, 0).ok());
}

TEST_CASE_FIXTURE(Configured, "a damaged certificate is refused with the name of its file") {
  dir.write("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  const auto access = access_of(load(), 0);
  REQUIRE(!access.ok());
  CHECK(access.error().starts_with("ca_file " + (dir / "ca.pem").string() + ": certificate 1 is damaged: "));
}
