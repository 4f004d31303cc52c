// presenced on bad days: sockets and machines that die, peers that stall, Slack in trouble. After each, the whole
// history is compared with the truth, changes made during the outage included.
#include <doctest/doctest.h>

#include <csignal>

#include "integration/checks.h"
#include "integration/installation.h"

using namespace presenced;
using fake_slack::ApiAnswer;
using fake_slack::ApiFault;
using fake_slack::Model;
using fake_slack::NetworkFault;
using fake_slack::SocketFault;
using test::check_honest;
using test::eventually;
using test::Installation;

namespace {

void fail_next_call(Installation& here, const char* method, ApiFault fault, int times = 1) {
  here.slack().with_model([&](Model& model, base::Instant) { model.fail_next_call(method, fault, times); });
}

ApiFault answer(ApiAnswer kind, base::Millis retry_after = base::Millis{2'000}) {
  ApiFault fault;
  fault.answer = kind;
  fault.retry_after = retry_after;
  return fault;
}

// Everyone covered; then the fault; life goes on meanwhile; until all is recorded again. Ends the daemon.
void survive(Installation& here, SocketFault fault, base::Millis limit = base::Millis{60'000}) {
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  here.misbehave(fault);
  here.presence(0, base::Presence::active);
  here.presence(1, base::Presence::active);
  here.status(2, "out of reach", ":satellite:");
  REQUIRE(eventually([&] { return here.up_to_date() && here.all_covered(); }, limit));
  here.presence(1, base::Presence::away);
  CHECK(eventually([&] { return here.up_to_date(); }));
  CHECK(here.stop() == 0);
  check_honest(here);
}

}  // namespace

TEST_CASE("outage: the connection is reset") {
  Installation here;
  survive(here, SocketFault::reset);
  const auto history = here.history();
  REQUIRE(history.sessions.size() == 2);
  CHECK(history.sessions[0].end_reason == "network_error");
  const auto& person = history.people.at(here.person(1)).presence;
  CHECK(person.coverage.size() == 2);
  CHECK(person.transitions[1].source == "resync");
}

TEST_CASE("outage: TCP ends without a close frame") {
  Installation here;
  survive(here, SocketFault::vanish);
  CHECK(here.history().sessions[0].end_reason == "peer_closed");
}

TEST_CASE("outage: a close out of the blue") {
  Installation here;
  survive(here, SocketFault::close);
  CHECK(here.history().sessions[0].end_reason == "peer_closed");
}

TEST_CASE("outage: a close frame, and then a TCP connection that never ends") {
  Installation here;
  survive(here, SocketFault::close_and_linger);
}

TEST_CASE("outage: half-open silence is noticed within 30 s, and nothing of it is claimed") {
  Installation here;
  survive(here, SocketFault::silence);
  CHECK(here.history().sessions[0].end_reason == "timeout");
}

TEST_CASE("outage: frames that no client should have to read") {
  for (const auto fault : {SocketFault::garbage_frame, SocketFault::truncated_frame, SocketFault::binary_frame,
                           SocketFault::oversized_frame, SocketFault::deep_nesting, SocketFault::empty_object,
                           SocketFault::unknown_event, SocketFault::error_frame}) {
    CAPTURE(static_cast<int>(fault));
    Installation here;
    survive(here, fault);
    CHECK(here.history().sessions.size() == 1);  // it takes them in its stride
  }
}

TEST_CASE("outage: text that is not UTF-8, an error frame before the close, a team migration") {
  for (const auto fault :
       {SocketFault::invalid_utf8, SocketFault::error_frame_and_close, SocketFault::team_migration_started}) {
    CAPTURE(static_cast<int>(fault));
    Installation::Setup setup;
    setup.slack.migration_life = base::Millis{1'000};
    Installation here(setup);
    survive(here, fault);
  }
}

TEST_CASE("outage: Slack is in trouble when the daemon starts") {
  for (const auto kind : {ApiAnswer::rate_limited, ApiAnswer::rate_limited_ok, ApiAnswer::unavailable,
                          ApiAnswer::not_found, ApiAnswer::request_timeout, ApiAnswer::redirect, ApiAnswer::not_json,
                          ApiAnswer::empty, ApiAnswer::expired_url}) {
    CAPTURE(static_cast<int>(kind));
    Installation here;
    fail_next_call(here, "rtm.connect", answer(kind));
    here.start();
    CHECK(eventually([&] { return here.all_covered(); }));
    CHECK(here.stop() == 0);
    check_honest(here);
  }
}

TEST_CASE("outage: the Web API fails while the statuses are fetched") {
  Installation here;
  fail_next_call(here, "users.list", answer(ApiAnswer::unavailable));
  fail_next_call(here, "users.info", answer(ApiAnswer::unavailable));
  here.start();
  CHECK(eventually([&] { return here.all_covered(); }));
  CHECK(here.stop() == 0);
  check_honest(here);
}

TEST_CASE("outage: the upgrade is refused") {
  Installation here;
  here.slack().with_model([](Model& model, base::Instant) { model.fail_next_upgrade({503}); });
  here.start();
  CHECK(eventually([&] { return here.all_covered(); }));
  CHECK(here.logged("HTTP 503"));
  CHECK(here.stop() == 0);
  check_honest(here);
}

TEST_CASE("outage: a peer that stalls, in every phase") {
  for (const auto fault : {NetworkFault::reset_on_accept, NetworkFault::hold_on_accept, NetworkFault::hold_handshake,
                           NetworkFault::hold_answer, NetworkFault::cut_answer, NetworkFault::reset_answer,
                           NetworkFault::hold_upgrade, NetworkFault::hold_mid_frame}) {
    CAPTURE(static_cast<int>(fault));
    Installation here;
    here.slack().fail_next(fault);
    here.start();
    CHECK(eventually([&] { return here.all_covered(); }, base::Millis{60'000}));
    CHECK(here.stop() == 0);
    check_honest(here);
  }
}

TEST_CASE("outage: a wrong token is said loudly, and a right one is used on reload") {
  Installation::Setup setup;
  setup.written_token = "xoxb-wrong";
  Installation here(setup);
  here.start();
  REQUIRE(eventually([&] { return here.logged("credential_refused"); }));
  CHECK(here.logged("invalid_auth"));
  here.write_token(setup.slack.token);
  here.daemon().signal(SIGHUP);
  CHECK(eventually([&] { return here.all_covered(); }));
  CHECK(here.stop() == 0);
  check_honest(here);
}

TEST_CASE("outage: a token that is refused on the socket, after hello, is said loudly and not tried again at once") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.misbehave(SocketFault::token_refused);
  REQUIRE(eventually([&] { return here.logged("credential_refused"); }));
  CHECK(here.logged("invalid_auth"));
  CHECK(here.slack().with_model([](Model& model, base::Instant) { return model.calls("rtm.connect"); }) == 1);
  CHECK(here.stop() == 0);
  check_honest(here);
}

TEST_CASE("outage: a server that cannot prove who it is gets no token") {
  for (const auto flaw : {test_support::Flaw::expired, test_support::Flaw::not_yet_valid,
                          test_support::Flaw::wrong_host, test_support::Flaw::self_signed}) {
    CAPTURE(static_cast<int>(flaw));
    Installation::Setup setup;
    setup.flaw = flaw;
    Installation here(setup);
    here.start();
    CHECK(eventually([&] { return here.logged("connect_failed"); }));
    CHECK(here.slack().with_model([](Model& model, base::Instant) { return model.calls("rtm.connect"); }) == 0);
    CHECK(here.stop() == 0);
    CHECK(here.history().people.empty());
  }
}

TEST_CASE("outage: the daemon is killed and started again") {
  Installation here;
  here.start();
  REQUIRE(eventually([&] { return here.all_covered(); }));
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.up_to_date(); }));
  const auto killed_at = here.slack().with_model([](Model&, base::Instant now) { return now.wall; });
  here.crash();
  here.presence(0, base::Presence::active);
  here.presence(1, base::Presence::active);
  here.presence(2, base::Presence::away);
  here.presence(2, base::Presence::active);
  here.status(2, "was not seen", ":ghost:");
  here.start();
  CHECK(eventually([&] { return here.up_to_date() && here.all_covered(); }));
  CHECK(here.logged("unclean_stop"));
  CHECK(here.stop() == 0);
  const auto history = here.history();
  CHECK(history.sessions[0].end_reason == "crash");
  for (const auto& [id, person] : history.people) {
    REQUIRE(person.presence.coverage.size() == 2);
    CHECK(person.presence.coverage[0].end_reason == "crash");
    CHECK(*person.presence.coverage[0].ended_at <= killed_at + base::Millis{1'000});
    CHECK(*person.presence.coverage[0].ended_at >= killed_at - base::Millis{10'000});
  }
  // Equal before and after: no transition, but the gap is there.
  CHECK(history.people.at(here.person(2)).presence.transitions.size() == 1);
  check_honest(here);
}

TEST_CASE("outage: asked to stop while nothing can be reached, it ends within 5 s") {
  Installation here;
  here.slack().stop();
  here.start();
  CHECK(eventually([&] { return here.logged("connect_failed"); }));
  CHECK(here.stop() == 0);
}
