// The way to a centre on another machine: over TLS, with a certificate that is right in every respect, and a password
// that is kept apart.
#include <doctest/doctest.h>

#include "central/connection.h"
#include "central/postgres_server.h"
#include "integration/free_port.h"
#include "support/certificates.h"

using namespace presenced;
using test_support::CertificateAuthority;
using test_support::Flaw;

namespace {

// Empty: connected.
std::string why_not(const std::string& address, const std::string& password) {
  auto read = central::read_address(address, base::Secret(password));
  REQUIRE_MESSAGE(read.ok(), read.error());
  try {
    central::Connection connection(read.value(), {});
    return connection.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")[0][0] == "t" ? "" : "no TLS";
  } catch (const central::CentreError& error) {
    return error.message;
  }
}

}  // namespace

TEST_CASE("A centre beyond this machine is believed only with a certificate that is right") {
  const test::TempDir folder;
  const CertificateAuthority authority;
  const std::string trusted = folder.write("ca.pem", authority.pem()).string();
  const int port = test::free_port();
  test::PostgresServer server;
  {
    central::Connection owner(central::read_address(server.make_database("tls"), {}).value(), {});
    owner.execute("CREATE ROLE writer LOGIN PASSWORD 'hunter2'");
  }
  // hostaddr: an address that is not taken for this machine's own, so that nothing is excused.
  const std::string address =
      "postgresql://writer@localhost:" + std::to_string(port) + "/tls?hostaddr=127.0.0.1&sslrootcert=" + trusted;
  const auto serve = [&](Flaw flaw) {
    const auto certificate = authority.issue(flaw);
    server.serve_tls(certificate.chain_pem, certificate.key_pem, port);
  };
  serve(Flaw::none);
  CHECK(why_not(address, "hunter2") == "");
  const std::string wrong = why_not(address, "hunter3");
  CHECK(wrong.find("password authentication failed") != std::string::npos);
  CHECK(wrong.find("hunter") == std::string::npos);
  for (const Flaw flaw : {Flaw::expired, Flaw::wrong_host, Flaw::self_signed, Flaw::unknown_ca}) {
    CAPTURE(static_cast<int>(flaw));
    serve(flaw);
    CHECK(why_not(address, "hunter2") != "");
  }
}
