// `network_leaks [RECONNECTS]`: a driver with its engine and real sockets over TLS, in this process, against a fake
// Slack that ends every session. After a warm-up nothing may grow any more: descriptors, memory, timers and handlers.
// Ends with 1 and says why when something grew.
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <string_view>

#include "network/own_resources.h"
#include "network/slack_process.h"
#include "runtime/driver.h"
#include "support/temp_dir.h"

namespace presenced::test {
namespace {

constexpr std::size_t kReconnects = 300;
// What may differ between two moments of rest without anything being amiss: capacities of containers and buffers.
constexpr std::size_t kHeapTolerance = 32 * 1024;
// Without a sanitizer, what the allocator keeps at hand for each thread counts as allocated (mallinfo2 and tcache).
constexpr std::size_t kKeptAtHand = 512 * 1024;
constexpr std::size_t kResidentTolerance = 4 * 1024 * 1024;  // the allocator's own unrest
constexpr std::chrono::seconds kLimit{60};                   // that only a broken program reaches

// The log of a daemon that runs for months is not kept in its memory either.
class Unread final : public base::LogSink {
 public:
  void write(const base::LogEntry&) override {}
};

// As a daemon in a hurry: what makes a real one wait between attempts is taken out, and nothing else.
engine::Settings settings() {
  engine::Settings settings;
  settings.workspace = "fake";
  std::vector<watch::Person> people(SlackProcess::kPeople);
  for (int i = 1; i <= SlackProcess::kPeople; ++i)
    people.at(static_cast<std::size_t>(i - 1)).id = SlackProcess::person(i);
  settings.watchlist = watch::watchlist_of(people);
  settings.tuning.appear_away = false;  // or Slack's limit of users.setPresence would be what is tested
  settings.pace = {1'000'000, base::Millis{1}};
  settings.reconnect.backoff = {base::Millis{1}, base::Millis{5}};
  settings.reconnect.ratelimited = base::Millis{5};
  settings.limits.quiet = base::Millis{300};   // so that a silent socket is given up soon
  settings.limits.dead = base::Millis{2'000};  // a ping may have to wait for the pace of frames
  return settings;
}

class Daemon final : history::Sink {
 public:
  Daemon(const SlackProcess& slack, net::TlsContext tls)
      : driver_(loop_, settings(), {},
                runtime::Access{
                    .api_url = slack.api_url(), .token = base::Secret(SlackProcess::token()), .tls = std::move(tls)},
                1, log_, *this, [this] { stopped_ = true; }) {
    driver_.feed(engine::Started{});
  }

  std::size_t sessions() const { return sessions_; }

  bool at_rest() const {
    const engine::Snapshot now = driver_.snapshot();
    return now.facet_covered[base::Facet::presence] == now.watched &&
           now.facet_covered[base::Facet::status] == now.watched && now.uncommitted == 0 && !now.streams.at(0).rotating;
  }

  template <class Condition>
  bool until(const Condition& condition, std::chrono::steady_clock::duration limit = kLimit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      loop_.run_one_for(std::chrono::milliseconds(100));
    }
    return true;
  }

  // True: it stopped, and nothing is left on the loop: no timer that waits, no handler that has not run.
  bool stop() {
    driver_.feed(engine::StopRequested{});
    if (!until([this] { return stopped_; })) return false;
    loop_.restart();
    loop_.run_for(kLimit);
    return loop_.stopped();
  }

 private:
  // The history is durable at once; durability is tested elsewhere.
  void append(history::Batch batch) override {
    for (const history::Record& record : batch.records)
      if (std::holds_alternative<history::SessionOpened>(record)) ++sessions_;
    boost::asio::post(loop_, [this, number = batch.number] { driver_.feed(engine::Committed{number}); });
  }

  void set_aside(const std::string&, base::WallTime) override {}  // the history is new: nothing lies in the future

  boost::asio::io_context loop_{1};
  Unread log_;
  std::size_t sessions_ = 0;
  bool stopped_ = false;
  runtime::Driver driver_;
};

class Measurement {
 public:
  Measurement(SlackProcess& slack, Daemon& daemon) : slack_(slack), daemon_(daemon) {}

  // As many sessions more; false: they did not come.
  bool reconnect(std::size_t times) {
    const std::size_t before = daemon_.sessions();
    slack_.end_sessions();
    const auto limit = kLimit + std::chrono::milliseconds(200) * times;
    return daemon_.until([&] { return daemon_.sessions() >= before + times; }, limit);
  }

  // With a session that lives, everyone covered, and what the last ones left behind closed: `descriptors` are open.
  bool rest(std::size_t descriptors) {
    slack_.let_live();
    return daemon_.until([&] { return daemon_.at_rest() && own_resources().descriptors <= descriptors; });
  }

 private:
  SlackProcess& slack_;
  Daemon& daemon_;
};

void show(std::string_view when, std::size_t sessions, const OwnResources& now) {
  fmt::print("{:8} {:6} sessions {:4} descriptors {:9} bytes of heap {:6} KiB resident\n", when, sessions,
             now.descriptors, now.heap_bytes, now.resident_bytes / 1024);
}

// What grew; empty: nothing.
std::string growth(const OwnResources& before, const OwnResources& after) {
  const std::size_t tolerance = kHeapTolerance + (heap_is_sanitized() ? 0 : kKeptAtHand);
  if (after.heap_bytes > before.heap_bytes + tolerance) return "the heap has grown";
  if (!heap_is_sanitized() && after.resident_bytes > before.resident_bytes + kResidentTolerance)
    return "the resident memory has grown";
  return {};
}

// Empty: all is well.
std::string run(std::size_t reconnects) {
  SlackProcess slack;
  const TempDir dir;
  auto tls = net::TlsContext::make(slack.authority_pem());
  if (!tls) return tls.error();
  Daemon daemon(slack, std::move(tls.value()));
  Measurement measurement(slack, daemon);
  slack.let_live();
  if (!daemon.until([&] { return daemon.at_rest(); })) return "the first session does not come to rest";
  const std::size_t descriptors = own_resources().descriptors;  // of one daemon with one session
  show("begin", daemon.sessions(), own_resources());

  if (!measurement.reconnect(reconnects / 4)) return "the warm-up does not reconnect";
  if (!measurement.rest(descriptors)) return "descriptors are left open by the warm-up, or it does not come to rest";
  const OwnResources before = own_resources();
  show("warm", daemon.sessions(), before);

  const auto since = std::chrono::steady_clock::now();
  if (!measurement.reconnect(reconnects)) return "it stopped reconnecting";
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - since;
  if (!measurement.rest(descriptors)) return "descriptors are left open, or it does not come to rest";
  const OwnResources after = own_resources();
  show("end", daemon.sessions(), after);
  fmt::print("{} reconnects in {:.1f} s\n", reconnects, took.count());

  if (auto grown = growth(before, after); !grown.empty()) return grown;
  if (!daemon.stop()) return "it does not stop, or timers or handlers are left when it has";
  return {};
}

}  // namespace
}  // namespace presenced::test

int main(int argc, char** argv) {
  std::size_t reconnects = presenced::test::kReconnects;
  if (argc > 1) {
    const std::string_view text = argv[1];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), reconnects);
    if (error != std::errc{} || end != text.data() + text.size() || reconnects == 0) {
      std::fputs("usage: network_leaks [RECONNECTS]\n", stderr);
      return 2;
    }
  }
  const std::string wrong = presenced::test::run(reconnects);
  if (wrong.empty()) return 0;
  fmt::print("failed: {}\n", wrong);
  return 1;
}
