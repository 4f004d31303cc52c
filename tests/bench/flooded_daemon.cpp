#include "bench/flooded_daemon.h"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "bench/process_figures.h"
#include "fake_slack/crowd.h"
#include "integration/large_workspace.h"
#include "integration/watchlist_text.h"
#include "store/sqlite.h"

namespace presenced::bench {
namespace {

constexpr int kPeople = 500;
constexpr std::chrono::milliseconds kLook{1};  // between two looks at what is committed
constexpr base::Millis kPatience{120'000};

test::Installation::Setup setup_of(bool tls) {
  test::Installation::Setup setup;
  setup.crowd = kPeople;
  setup.server.tls = tls;
  setup.server.ping_interval = base::Millis{0};
  return setup;
}

// Waits until the history has got so far, without being much of a load itself.
void await_seq(const std::filesystem::path& history, std::int64_t wanted) {
  store::Database database(history, store::Database::Access::read_only);
  store::Statement last = database.prepare("SELECT seq FROM seq_last");
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (last.first().value_or(0) < wanted) {
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error(fmt::format("only {} of {} changes committed", last.first().value_or(0), wanted));
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

std::vector<base::UserId> flooded_people() {
  std::vector<base::UserId> ids;
  for (const fake_slack::Person& person : fake_slack::crowd(kPeople, fake_slack::Options{}.seed))
    ids.push_back(person.id);
  return ids;
}

FloodedDaemon::FloodedDaemon(bool tls) : here_(setup_of(tls)) {
  test::WatchlistText watchlist;
  watchlist.group("everyone", "track: [presence]");
  for (const base::UserId& id : here_.people()) watchlist.id(id);
  here_.write_watchlist(watchlist);
  here_.slack().with_model([&](fake_slack::Model& model, base::Instant now) {
    model.set_presences(now, here_.people(), base::Presence::away);
  });
  here_.start();
  if (!test::eventually([&] { return test::presence_covered(here_, "subscribed") == kPeople; }, kPatience))
    throw std::runtime_error("the presence of 500 people is not covered:\n" + here_.log());
  socket_ = here_.slack().with_model([](fake_slack::Model& model, base::Instant) { return model.sockets().front(); });
}

void FloodedDaemon::send(std::vector<std::string> pieces) {
  here_.slack().with_model([&](fake_slack::Model& model, base::Instant now) {
    for (std::string& piece : pieces) model.send_premade(now, socket_, std::move(piece));
  });
}

void FloodedDaemon::verify(const FloodFrames& frames) {
  store::Database database(history(), store::Database::Access::read_only);
  const std::size_t recorded = test::count(here_, "presence_transitions WHERE source IN ('push', 'late')");
  if (recorded != frames.changes())
    throw std::runtime_error(fmt::format("{} changes in the history, {} were sent", recorded, frames.changes()));
  // Everybody turns every time: what is missing or there twice leaves two equal neighbours, or another number.
  const std::int64_t wrong = database.integer(fmt::format(
      "SELECT sum(repeated) + sum(n <> {}) FROM (SELECT count(*) - 1 AS n, sum(now = before) AS repeated FROM "
      "(SELECT person, code & 1 AS now, lag(code & 1) OVER (PARTITION BY person ORDER BY seq) AS before "
      "FROM presence_transition) GROUP BY person)",
      frames.changes() / kPeople));
  if (wrong != 0) throw std::runtime_error(fmt::format("{} of the changes in the history are wrong", wrong));
  if (test::count(here_, "coverage WHERE ended_at IS NOT NULL") != 0)
    throw std::runtime_error("coverage has ended:\n" + here_.log());
}

void FloodedDaemon::stop() {
  if (here_.stop() != 0) throw std::runtime_error("presenced did not end well:\n" + here_.log());
}

Flooded flood_daemon(const FloodFrames& frames, bool tls) {
  FloodedDaemon daemon(tls);
  std::vector<std::string> pieces = frames.pieces();
  forget_peak(daemon.pid());
  const double idle = peak_resident_mb(daemon.pid());
  const CpuSeconds before = cpu_seconds_of(daemon.pid());
  const auto begin = std::chrono::steady_clock::now();
  daemon.send(std::move(pieces));
  await_seq(daemon.history(), static_cast<std::int64_t>(kPeople + frames.changes()));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const CpuSeconds after = cpu_seconds_of(daemon.pid());
  daemon.verify(frames);
  Flooded flooded{{took.count(), after.all - before.all},
                  after.first - before.first,
                  after.second - before.second,
                  peak_resident_mb(daemon.pid()) - idle,
                  recorded_rows(daemon.history())};
  daemon.stop();
  return flooded;
}

}  // namespace presenced::bench
