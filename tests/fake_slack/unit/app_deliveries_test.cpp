// What Slack does with an event that is not acknowledged, or that nobody is there to take.
#include <doctest/doctest.h>

#include <set>

#include "fake_slack/unit/app_bench.h"

namespace presenced::fake_slack {
namespace {

using Lines = std::vector<std::string>;
using Fate = AppEvent::Fate;
using Holder = AppSocket::Holder;

}  // namespace

TEST_CASE("an event that is not acknowledged comes again at once, after a minute and after five, then is lost") {
  AppBench bench;
  bench.open_link();
  bench.set_status("U0ANN", "lunch");
  const Envelope first = bench.envelopes().at(0);
  bench.pass(3s - 1ms);
  CHECK(bench.envelopes().empty());
  bench.pass(1ms);
  std::vector<Envelope> again = bench.envelopes();
  REQUIRE(again.size() == 1);
  CHECK(again[0].attempt == 1);
  CHECK(again[0].reason == "timeout");
  CHECK(again[0].event_id == first.event_id);
  CHECK(again[0].event_ts == first.event_ts);
  bench.pass(63s - 1ms);
  CHECK(bench.envelopes().empty());
  bench.pass(1ms);
  CHECK(bench.envelopes().at(0).attempt == 2);
  bench.pass(303s);
  CHECK(bench.envelopes().at(0).attempt == 3);
  bench.pass(1h);
  CHECK(bench.envelopes().empty());
  CHECK(bench.last_fate() == Fate::lost);
  CHECK(bench.model.socket_mode().events().back().attempts == 4);
  CHECK(bench.broken().empty());
}

TEST_CASE("an acknowledgement of a retry settles the event") {
  AppBench bench;
  bench.open_link();
  bench.set_status("U0ANN", "lunch");
  bench.take();
  bench.pass(3s);
  bench.acknowledge(bench.envelopes().at(0));
  CHECK(bench.last_fate() == Fate::acknowledged);
  bench.pass(1h);
  CHECK(bench.envelopes().empty());
}

TEST_CASE("an acknowledgement after three seconds counts for nothing, but is not a breach") {
  Options options = AppBench::modern_only();
  options.modern.retries = {1s};
  AppBench bench(options);
  bench.open_link();
  bench.set_status("U0ANN", "lunch");
  const Envelope first = bench.envelopes().at(0);
  bench.pass(3s);
  bench.acknowledge(first);
  CHECK(bench.last_fate() == Fate::pending);
  CHECK(bench.model.socket_mode().late_acknowledgements() == 1);
  bench.pass(1s);
  CHECK(bench.envelopes().at(0).attempt == 1);
  CHECK(bench.broken().empty());
}

TEST_CASE("an envelope is acknowledged on the socket that delivered it") {
  AppBench bench;
  const SocketId one = bench.open_link();
  const SocketId other = bench.open_link();
  bench.set_status("U0ANN", "lunch");
  const Envelope came = bench.envelopes().at(0);
  bench.acknowledge(came.socket == one ? other : one, came.id);
  CHECK(bench.broken() == Lines{"ack"});
  CHECK(bench.last_fate() == Fate::pending);
  bench.acknowledge(came);
  CHECK(bench.last_fate() == Fate::acknowledged);
  bench.acknowledge(came);  // again, because the network brought it twice
  CHECK(bench.broken() == Lines{"ack"});
  bench.acknowledge(one, "made-up");
  CHECK(bench.broken() == Lines{"ack", "ack"});
}

TEST_CASE("a retry may have the envelope id of the first delivery or a new one") {
  std::set<bool> renewed;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Options options = AppBench::modern_only();
    options.seed = seed;
    AppBench bench(options);
    bench.open_link();
    bench.set_status("U0ANN", "lunch");
    const std::string first = bench.envelopes().at(0).id;
    bench.pass(3s);
    renewed.insert(bench.envelopes().at(0).id != first);
  }
  CHECK(renewed.size() == 2);
}

TEST_CASE("an event of a time without a socket comes with the next retry") {
  AppBench bench;
  bench.set_status("U0ANN", "lunch");
  CHECK(bench.model.socket_mode().events().back().attempts == 2);
  bench.pass(30s);
  bench.open_link();
  bench.pass(30s);
  const auto came = bench.envelopes();
  REQUIRE(came.size() == 1);
  CHECK(came[0].attempt == 2);
  CHECK(came[0].reason == "timeout");
  CHECK(came[0].event_ts.starts_with("1700000000."));
  bench.acknowledge(came[0]);
  CHECK(bench.last_fate() == Fate::acknowledged);
}

TEST_CASE("an event of a time without a socket is lost when none opens within six minutes") {
  AppBench bench;
  bench.set_status("U0ANN", "lunch");
  bench.pass(360s);
  CHECK(bench.last_fate() == Fate::lost);
  bench.open_link();
  bench.pass(1h);
  CHECK(bench.envelopes().empty());
}

TEST_CASE("an event on a socket that ended unread goes to another one") {
  AppBench bench;
  const SocketId socket = bench.open_link();
  bench.set_status("U0ANN", "lunch");
  bench.take();
  bench.model.closed(bench.now, socket);
  const SocketId next = bench.open_link();
  bench.pass(3s);
  CHECK(bench.envelopes().at(0).socket == next);
}

TEST_CASE("a half-open socket goes on taking its share, which comes again") {
  AppBench bench;
  const SocketId socket = bench.open_link();
  bench.model.misbehave(bench.now, socket, SocketFault::silence);
  CHECK(bench.take().at(0).deed == Deed::stall);
  bench.set_status("U0ANN", "lunch");
  CHECK(bench.take().empty());
  bench.open_link();
  CHECK(bench.model.socket_mode().links().count() == 2);
  for (int i = 0; i < 20 && bench.last_fate() == Fate::pending; ++i) {
    bench.pass(3s);
    for (const auto& envelope : bench.envelopes()) bench.acknowledge(envelope);
    if (i == 3) bench.model.closed(bench.now, socket);
    bench.pass(60s);
  }
  CHECK(bench.last_fate() == Fate::acknowledged);
}

TEST_CASE("a second program is counted in hello and swallows its share of the events") {
  AppBench bench;
  bench.model.add_ghost(bench.now, Holder::second_program);
  bench.model.upgrade(bench.now, bench.new_link());
  CHECK(bench.texts().at(0).find(R"("num_connections":2)") != std::string::npos);
  std::size_t came = 0;
  for (int i = 0; i < 40; ++i) {
    bench.set_status("U0ANN", std::to_string(i));
    for (const auto& envelope : bench.envelopes()) {
      ++came;
      bench.acknowledge(envelope);
    }
  }
  const auto& events = bench.model.socket_mode().events();
  const auto swallowed =
      std::count_if(events.begin(), events.end(), [](const AppEvent& one) { return one.fate == Fate::swallowed; });
  CHECK(came > 5);
  CHECK(swallowed > 5);
  CHECK(came + static_cast<std::size_t>(swallowed) == 40);
  bench.pass(1h);
  CHECK(bench.envelopes().empty());
}

TEST_CASE("a ghost that nobody holds takes events, and they come again") {
  AppBench bench;
  const SocketId ghost = bench.model.add_ghost(bench.now, Holder::nobody);
  bench.set_status("U0ANN", "lunch");
  CHECK(bench.last_fate() == Fate::pending);
  CHECK(bench.take().empty());
  bench.model.remove_ghost(ghost);
  const SocketId socket = bench.open_link();
  bench.pass(3s);
  CHECK(bench.envelopes().at(0).socket == socket);
}

TEST_CASE("events come late, in another order, or twice") {
  AppBench bench;
  bench.open_link();
  bench.model.socket_mode().delay_next_events(20s);
  bench.set_status("U0ANN", "first");
  CHECK(bench.envelopes().empty());
  bench.pass(1s);
  bench.set_status("U0ANN", "second");
  bench.pass(19s);
  const auto came = bench.envelopes();
  REQUIRE(came.size() >= 2);
  CHECK(came[0].text.find("second") != std::string::npos);
  CHECK(came.back().text.find("first") != std::string::npos);
  CHECK(came.back().event_ts < came[0].event_ts);

  bench.model.socket_mode().repeat_next_events();
  bench.set_status("U0BEN", "x");
  std::vector<Envelope> twice;
  for (auto& envelope : bench.envelopes())
    if (envelope.text.find("U0BEN") != std::string::npos) twice.push_back(envelope);
  REQUIRE(twice.size() == 2);
  CHECK(twice[0].event_id == twice[1].event_id);
  for (const auto& envelope : twice) bench.acknowledge(envelope);
  CHECK(bench.last_fate() == Fate::acknowledged);
  CHECK(bench.broken().empty());
}

TEST_CASE("with jitter events overtake each other") {
  Options options = AppBench::modern_only();
  options.modern.event_jitter = 5s;
  AppBench bench(options);
  bench.open_link();
  for (int i = 0; i < 10; ++i) bench.set_status("U0ANN", std::to_string(i));
  Lines stamps;
  for (int i = 0; i < 60; ++i) {
    bench.pass(100ms);
    for (const auto& envelope : bench.envelopes()) {
      stamps.push_back(envelope.event_ts);
      bench.acknowledge(envelope);
    }
  }
  CHECK(stamps.size() == 10);
  CHECK_FALSE(std::is_sorted(stamps.begin(), stamps.end()));
}

}  // namespace presenced::fake_slack
