// Whom presenced trusts, and which TLS it speaks. tests/integration/outage_test.cpp has the certificates that are wrong
// in themselves: expired, not yet valid, self-signed, of another host.
#include <doctest/doctest.h>

#include <csignal>

#include "fake_slack/tls_probe.h"
#include "integration/checks.h"
#include "network/scene.h"

using namespace presenced;
using fake_slack::Model;
using fake_slack::SocketFault;
using fake_slack::TlsVersions;
using test::check_honest;
using test::eventually;
using test::Installation;
using test_support::Flaw;

namespace {

// How often Slack was asked for a socket, and so shown the token.
std::uint64_t calls(Installation& here) {
  return here.slack().with_model([](Model& model, base::Instant) { return model.calls("rtm.connect"); });
}

Installation::Setup with(TlsVersions versions) {
  Installation::Setup setup;
  setup.server.tls_versions = versions;
  return setup;
}

}  // namespace

TEST_CASE("tls: a server whose authority is unknown, or only has a known name, gets no token") {
  struct Case {
    Flaw flaw;
    const char* word;
  };
  for (const Case& one : {Case{Flaw::unknown_ca, "unable to get local issuer certificate"},
                          Case{Flaw::impostor_ca, "certificate signature failure"}}) {
    CAPTURE(one.word);
    Installation::Setup setup;
    setup.flaw = one.flaw;
    Installation here(setup);
    here.start();
    CHECK(eventually([&] { return here.logged("connect_failed"); }));
    CHECK(here.logged(one.word));
    CHECK(here.stop() == 0);
    CHECK(calls(here) == 0);
    CHECK(here.history().people.empty());
  }
}

TEST_CASE("tls: an authority taken out of ca_file is trusted no more from the reload on, and again when it is back") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered() && here.up_to_date(); }));
  here.write_trust(test_support::CertificateAuthority("the new authority").pem());
  here.daemon().signal(SIGHUP);
  REQUIRE(eventually([&] { return here.logged("reloaded"); }));
  const auto calls_before = calls(here);
  here.misbehave(SocketFault::reset);
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.logged("unable to get local issuer certificate"); }));
  CHECK(calls(here) == calls_before);
  CHECK_FALSE(here.all_covered());
  here.write_trust(here.authority().pem());
  here.daemon().signal(SIGHUP);
  CHECK(eventually([&] { return here.all_covered() && here.up_to_date(); }));
  CHECK(here.stop() == 0);
  check_honest(here);
}

TEST_CASE("tls: a ca_file that cannot be used is refused on reload, and the trust in force stays") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered() && here.up_to_date(); }));
  here.write_trust("nothing of the kind\n");
  here.daemon().signal(SIGHUP);
  REQUIRE(eventually([&] { return here.logged("configuration_rejected"); }));
  here.misbehave(SocketFault::reset);
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.all_covered() && here.up_to_date(); }));
  CHECK(here.stop() == 0);
  check_honest(here);
}

TEST_CASE("tls: a server that knows nothing newer than TLS 1.1 is refused") {
  Installation here(with(TlsVersions::only_1_1));
  REQUIRE(fake_slack::tls_version_spoken_by(here.slack().port()) == "TLSv1.1");  // it is the daemon that refuses
  here.start();
  CHECK(eventually([&] { return here.logged("connect_failed"); }));
  CHECK(here.logged("protocol"));  // "alert protocol version" or "unsupported protocol"
  CHECK(here.stop() == 0);
  CHECK(calls(here) == 0);
}

TEST_CASE("tls: a server that knows nothing newer than TLS 1.2 will do") {
  Installation here(with(TlsVersions::only_1_2));
  REQUIRE(fake_slack::tls_version_spoken_by(here.slack().port()) == "TLSv1.2");
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.stop() == 0);
  check_honest(here);
}
