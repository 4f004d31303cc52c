#include <doctest/doctest.h>

#include "fake_slack/pace.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

using Lines = std::vector<std::string>;

std::string ping(std::int64_t id) { return fmt::format(R"({{"id":{},"type":"ping","time":7,"note":"x"}})", id); }

}  // namespace

TEST_CASE("a frame a second is fine with 200 ms of jitter, for as long as one likes") {
  Bench bench;
  const SocketId socket = bench.open();
  base::Millis jitter{};
  for (int i = 1; i <= 2000; ++i) {
    const base::Millis next = (i * 7919) % 201 * 1ms;
    bench.pass(1s + next - jitter);
    jitter = next;
    bench.model.frame_in(bench.now, socket, ping(i));
  }
  CHECK(bench.broken().empty());
  CHECK(bench.take().size() == 2000);
}

TEST_CASE("too many frames are first answered with an error, then with the end") {
  Bench bench;
  const SocketId socket = bench.open();
  for (int i = 1; i <= 3; ++i) bench.model.frame_in(bench.now, socket, ping(i));
  CHECK(bench.take().size() == 3);
  CHECK(bench.broken().empty());
  bench.model.frame_in(bench.now, socket, ping(4));
  const auto warned = bench.texts();
  REQUIRE(warned.size() == 1);
  CHECK(warned[0].find("\"reply_to\":4") != std::string::npos);
  CHECK(warned[0].find("\"ok\":false") != std::string::npos);
  bench.model.frame_in(bench.now, socket, ping(5));
  const auto ended = bench.take();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].deed == Deed::close);
  CHECK(bench.broken() == Lines{"frame-rate", "frame-rate"});
  CHECK(bench.model.sockets().empty());
}

TEST_CASE("a client that rested after a warning is warned again before it is closed") {
  Bench bench;
  const SocketId socket = bench.open();
  for (int round = 0; round < 2; ++round) {
    for (int i = 1; i <= 4; ++i) bench.model.frame_in(bench.now, socket, ping(round * 10 + i));
    bench.pass(10s);
  }
  CHECK(bench.model.sockets().size() == 1);
  CHECK(bench.broken() == Lines{"frame-rate", "frame-rate"});
}

TEST_CASE("the pace lets a burst pass and then one per interval") {
  Pace pace(2, 1s);
  const base::MonoTime start{1h};
  CHECK(pace.take(start));
  CHECK(pace.take(start));
  CHECK_FALSE(pace.take(start));
  CHECK(pace.wait(start) == 1s);
  CHECK_FALSE(pace.take(start + 999ms));
  CHECK(pace.take(start + 1s));
  CHECK_FALSE(pace.rested(start + 2s));
  CHECK(pace.rested(start + 3s));
}

TEST_CASE("a frame of 16,384 bytes passes, one byte more is the end") {
  Bench bench;
  const SocketId socket = bench.open();
  const std::string head = R"({"id":1,"type":"ping","pad":")";
  const auto frame = [&](std::size_t bytes) { return head + std::string(bytes - head.size() - 2, 'x') + "\"}"; };
  bench.model.frame_in(bench.now, socket, frame(16'384));
  CHECK(bench.broken().empty());
  bench.take();
  bench.model.frame_in(bench.now, socket, frame(16'385));
  CHECK(bench.broken() == Lines{"frame-size"});
  CHECK(bench.take().at(0).deed == Deed::close);
}

TEST_CASE("500 ids pass, 501 do not, and an id twice is a breach") {
  Bench bench;
  const SocketId socket = bench.open();
  std::vector<std::string> ids;
  for (int i = 0; i < 500; ++i) ids.push_back(fmt::format("U{:05}", i));
  bench.subscribe(socket, ids);
  CHECK(bench.broken().empty());
  ids.push_back("U0ANN");
  bench.pass(1s);
  bench.subscribe(socket, ids);
  CHECK(bench.broken() == Lines{"frame-ids"});
  CHECK(bench.model.socket(socket)->subscribed.size() == 500);
  bench.pass(1s);
  bench.subscribe(socket, {"U0ANN", "U0ANN"});
  CHECK(bench.broken() == Lines{"frame-ids", "frame-ids"});
}

TEST_CASE("a presence_query has the same limits as a subscription, and is not answered beyond them") {
  Bench bench;
  const SocketId socket = bench.open();
  std::vector<std::string> ids{"U0ANN"};
  for (int i = 1; i < 500; ++i) ids.push_back(fmt::format("U{:05}", i));
  bench.ask(socket, "presence_query", ids);
  CHECK(bench.texts() == Lines{said("U0ANN", "away")});
  bench.pass(1s);
  ids.push_back("U0BEN");
  bench.ask(socket, "presence_query", ids);
  CHECK(bench.texts().at(0).find("too many ids") != std::string::npos);
  CHECK(bench.broken() == Lines{"frame-ids"});
  bench.pass(1s);
  bench.ask(socket, "presence_query", {std::string(16'384, 'U')});
  CHECK(bench.broken() == Lines{"frame-ids", "frame-size"});
  CHECK(bench.take().at(0).deed == Deed::close);
}

TEST_CASE("what is not a frame of the protocol is a breach") {
  Bench bench;
  const SocketId socket = bench.open();
  for (const char* frame :
       {"", "not json", "[1]", R"({"type":5})", R"({"type":"presence_sub","ids":[1]})", R"({"type":"message"})"}) {
    bench.model.frame_in(bench.now, socket, frame);
    bench.pass(2s);
  }
  bench.model.binary_in(bench.now, socket);
  CHECK(bench.broken() == Lines(7, "frame-form"));
}

TEST_CASE("nothing may be sent before hello") {
  Options options = Bench::plain();
  options.hello_delay = 5s;
  Bench bench(options);
  const SocketId socket = bench.open();
  bench.subscribe(socket, {"U0ANN"});
  CHECK(bench.broken() == Lines{"frame-early"});
  CHECK(bench.texts().empty());
  bench.pass(5s);
  CHECK(bench.texts().at(0).find("\"type\":\"hello\"") != std::string::npos);
}

TEST_CASE("a ping is answered with everything flat in it, and its id must be new and positive") {
  Bench bench;
  const SocketId socket = bench.open();
  bench.model.frame_in(bench.now, socket, ping(9));
  CHECK(bench.texts() == Lines{R"({"reply_to":9,"type":"pong","time":7,"note":"x"})"});
  CHECK(bench.broken().empty());
  bench.pass(1s);
  bench.model.frame_in(bench.now, socket, ping(9));
  bench.pass(1s);
  bench.model.frame_in(bench.now, socket, ping(-3));
  CHECK(bench.broken() == Lines{"ping-id", "ping-id"});
}

TEST_CASE("a socket url opens one socket; used again it gets 101 and then an error in place of hello") {
  Bench bench;
  const std::string url = bench.new_url();
  CHECK(bench.model.upgrade(bench.now, url).status == 101);
  bench.take();
  CHECK(bench.model.upgrade(bench.now, url).status == 101);
  CHECK(bench.texts().at(0) ==
        R"({"type":"error","error":{"code":3,"msg":"Cannot create connection","source":"gs-fake"}})");
  CHECK(bench.broken() == Lines{"url-reused"});
}

TEST_CASE("a socket url lives 30 seconds") {
  Bench bench;
  const std::string good = bench.new_url();
  const std::string late = bench.new_url();
  bench.pass(30s);
  bench.model.upgrade(bench.now, good);
  CHECK(bench.texts().at(0).find("hello") != std::string::npos);
  bench.pass(1ms);
  bench.model.upgrade(bench.now, late);
  CHECK(bench.texts().at(0) ==
        R"({"type":"error","error":{"code":1,"msg":"Socket URL has expired","source":"gs-fake"}})");
  CHECK(bench.broken() == Lines{"url-expired"});
}

TEST_CASE("a socket url must be dialled verbatim") {
  Bench bench;
  const std::string url = bench.new_url();
  CHECK(bench.model.upgrade(bench.now, url.substr(0, url.find('?'))).status == 404);
  CHECK(bench.broken() == Lines{"url-altered"});
}

TEST_CASE("a socket ends after eight hours, announced by goodbye, and closes a little later") {
  Bench bench;
  bench.open();
  bench.pass(8h - 1ms);
  CHECK(bench.take().empty());
  bench.pass(1ms);
  CHECK(bench.texts() == Lines{R"({"type":"goodbye"})"});
  bench.pass(10s);
  CHECK(bench.take().at(0).deed == Deed::close);
}

TEST_CASE("both forms of hello occur") {
  bool bare = false;
  bool full = false;
  Options options;
  for (options.seed = 0; options.seed < 20; ++options.seed) {
    Bench bench(options);
    bench.model.upgrade(bench.now, bench.new_url());
    const std::string hello = bench.texts().at(0);
    (hello == R"({"type":"hello"})" ? bare : full) = true;
  }
  CHECK(bare);
  CHECK(full);
}

TEST_CASE("the same seed and the same calls give the same bytes") {
  const auto run = [](std::uint64_t seed) {
    Options options;
    options.seed = seed;
    options.keep_frames = true;
    Bench bench(options);
    bench.subscribe(bench.open(), {"U0ANN", "U0BEN"});
    bench.model.set_status(bench.now, {"U0ANN"}, {"x", "", {}});
    std::string all;
    for (const auto& frame : bench.model.frames()) all += frame.text;
    return all;
  };
  CHECK(run(7) == run(7));
  CHECK(run(7) != run(8));
}

}  // namespace presenced::fake_slack
