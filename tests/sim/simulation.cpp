#include "sim/simulation.h"

#include <algorithm>
#include <array>

#include "sim/daemon.h"
#include "sim/habits.h"
#include "sim/honesty.h"
#include "sim/life.h"
#include "sim/misfortune.h"
#include "sim/names.h"
#include "sim/operator.h"
#include "sim/tuning.h"
#include "store/reader.h"
#include "store/verify.h"

namespace presenced::sim {
namespace {

using base::Millis;
using base::MonoTime;
using namespace std::chrono_literals;

// Names apart, within this everybody is covered again once nothing goes wrong any more: the longest pause of all is
// that after a refused token, ten minutes and a tenth; back-off ends at five; then come the call, the dial, and the
// answers. A history that lies in the future is moved aside two minutes after the clock is right.
constexpr Millis kRecovery = 15min;

fake_slack::Options draw_slack(const Draws& draws) {
  base::Random random = draws.of(Concern::model);
  fake_slack::Options options;
  options.seed = random.next();
  options.repeat_presence = one_in(random, 4);
  options.noise = one_in(random, 4);
  options.hello_delay = one_in(random, 3) ? between(random, 0ms, 3s) : 0ms;
  options.socket_life = one_in(random, 2) ? 8h : between(random, 20min, 3h);
  options.announce_end = !one_in(random, 4);
  options.goodbye_grace = between(random, 300ms, one_in(random, 2) ? 5s : 30s);
  if (one_in(random, 4)) options.page_size = 3;
  options.modern = fake_slack::modern_app();
  options.scopes.insert("dnd:read");
  base::Random further = draws.of(Concern::further, 1);
  options.dnd_period = between(further, 50min, 3h);
  base::Random app = draws.of(Concern::feeds, 2);
  options.modern.reduced_users = one_in(app, 3);
  options.modern.noise = one_in(app, 4);
  if (one_in(app, 3)) options.modern.event_jitter = between(app, 100ms, 20s);
  if (one_in(app, 3)) options.modern.events.insert("user_change");
  if (one_in(app, 2)) options.modern.socket_life = between(app, 20min, 3h);
  if (one_in(app, 4)) options.modern.warning_ahead = 0ms;
  return options;
}

engine::Settings draw_settings(const Draws& draws) {
  base::Random random = draws.of(Concern::engine);
  engine::Settings settings;
  settings.workspace = "sim";
  settings.tuning.max_sockets = 1;
  settings.tuning.appear_away = !one_in(random, 3);
  settings.tuning.audit_interval = std::array<Millis, 4>{0ms, 2min, 10min, 30min}[random.below(4)];
  base::Random room = draws.of(Concern::room);
  if (!one_in(room, 3)) settings.tuning.max_sockets = 1 + room.below(4), settings.ids_per_set = 3 + room.below(8);
  if (!one_in(random, 4))
    settings.uncommitted_mark = std::array<std::size_t, 3>{4'000, 20'000, 200'000}[random.below(3)];
  settings.tuning.resolve_interval = std::array<Millis, 3>{5min, 20min, 60min}[random.below(3)];
  base::Random feeds = draws.of(Concern::feeds);
  draw_feeds(feeds, settings.tuning);
  settings.tuning.socket_mode = one_in(feeds, 2);
  return settings;
}

// Of which app the daemon has the token in the beginning.
fake_slack::TokenKind draw_token(const Draws& draws) {
  base::Random random = draws.of(Concern::feeds, 1);
  return random.below(5) < 2 ? fake_slack::TokenKind::bot : fake_slack::TokenKind::classic;
}

// Whether a made-up feed runs beside the product's.
bool draw_made_up(const Draws& draws) {
  base::Random random = draws.of(Concern::made_up);
  return one_in(random, 3);
}

std::size_t draw_people(const Draws& draws) { return 3 + draws.of(Concern::people).below(10); }

class Simulation {
 public:
  explicit Simulation(const Setup& setup)
      : setup_(setup),
        draws_(setup.seed),
        journal_(world_, setup.journal),
        findings_(journal_),
        model_(draw_slack(draws_), world_.truth()),
        network_(world_, model_, draws_, journal_, [this](const engine::Input& input) { hear(input); }),
        daemon_(world_, model_, network_, draws_, journal_, findings_, setup.directory / "history.db",
                draw_settings(draws_), draw_made_up(draws_), [this](const base::UserId& user) { forget(user); }),
        life_(world_, model_, network_, draws_, journal_, draw_people(draws_)),
        habits_(world_, model_, network_, draws_, journal_, life_.people()),
        watchlist_draws_(draws_.of(Concern::watchlist)),
        names_(world_, model_, network_, draws_, journal_, life_.people(), [this] { names_have_grown(); }),
        operator_(world_, watchlist_draws_, life_.people(), names_, FurtherFacets(draws_)),
        misfortune_(world_, model_, network_, daemon_, life_, operator_, journal_) {}

  Outcome run() {
    network_.use_token(draw_token(draws_));
    life_.begin();
    if (FurtherFacets(draws_).any()) habits_.begin();
    names_.begin();
    daemon_.edit(operator_.watchlist(), operator_.may_watch());
    daemon_.start();
    for (const Fault& fault : setup_.plan)
      world_.at(kBeginning + fault.at, [this, &fault] { misfortune_.strike(fault); });
    world_.at(kBeginning + setup_.span, [this] { heal(); });
    watch_bounds();
    while (!over_) step();
    judge();
    return {findings_.list(), journal_.lines(), world_.mono() - kBeginning, daemon_.inputs(),
            daemon_.keeper().batches()};
  }

 private:
  void hear(const engine::Input& input) {
    if (network_.list_refused()) names_.bots_may_be_meant();
    daemon_.hear(input);
  }

  void forget(const base::UserId& user) {
    operator_.forget(user);
    daemon_.allow(operator_.may_watch());
  }

  void names_have_grown() {
    operator_.note();
    daemon_.allow(operator_.may_watch());
  }

  void step() {
    const MonoTime next = std::min({world_.next(), network_.next(), daemon_.next()});
    world_.advance(next);
    if (world_.next() <= world_.mono())
      world_.do_next();
    else if (network_.next() <= world_.mono())
      network_.tick();
    else
      daemon_.wake();
  }

  void watch_bounds() {
    world_.after(1min, [this] { watch_bounds(); });
    if (!daemon_.running()) return;
    const engine::Snapshot snapshot = daemon_.snapshot();
    for (const base::FacetRow& row : base::kFacets)
      if (snapshot.facet_covered[row.facet] != daemon_.witness().covered(row.facet))
        findings_.add("step-claimed", "the engine takes others for covered than it has recorded");
    // Of one step, and while the sockets are held of what needs none.
    const std::size_t more = 100'000 + engine::Backpressure::kMostMarks * daemon_.settings().uncommitted_mark;
    if (snapshot.uncommitted_bytes > more)
      findings_.add("bounded", fmt::format("{} bytes are not committed", snapshot.uncommitted_bytes));
    if (snapshot.held && snapshot.uncommitted_bytes <= daemon_.settings().uncommitted_mark / 2)
      findings_.add("bounded", "the sockets are held, and there is room");
    if (daemon_.keeper().queued() > 100'000)
      findings_.add("bounded", fmt::format("{} batches are queued", daemon_.keeper().queued()));
  }

  void heal() {
    misfortune_.strike_no_more();
    // What comes for a process that stands still has been put off until then already.
    if (world_.stalled()) return world_.at(world_.stalled_until() + 2ms, [this] { heal(); });
    journal_.say("---- nothing goes wrong any more ----");
    misfortune_.end();
    // A change of which no event told is found when the names are looked up anew.
    const Millis interval = daemon_.settings().tuning.resolve_interval;
    const Millis names = operator_.uses_names() ? interval + interval / 10 : 0ms;
    deadline_ = world_.mono() + kRecovery + names;
    await_recovery();
  }

  // The feed that is to cover this of everybody, as the settings and the tokens are; empty: none can.
  std::optional<history::FeedName> best_feed(base::Facet facet) const {
    const feeds::Tuning& tuning = daemon_.settings().tuning;
    const bool rtm = tuning.rtm != feeds::RtmUse::never && network_.token() == fake_slack::TokenKind::classic;
    if (rtm) return history::FeedName::rtm;
    if (tuning.socket_mode && base::Facets::asked_for().contains(facet)) return history::FeedName::socket_mode;
    const bool polls = tuning.rtm != feeds::RtmUse::always && tuning.polls_per_minute > 0;
    return polls ? std::optional(history::FeedName::poll) : std::nullopt;
  }

  // Whether it is as it should be: covered by the best feed that there can be, or by a better one that was opened with
  // another token, exactly where it is to be watched. The made-up feed covers what no other one does.
  bool covered_right(const watch::Person& person, base::Facet facet) const {
    const bool covered = daemon_.witness().covers(person.id, facet);
    if (!person.track.contains(facet)) return !covered;
    const auto best = best_feed(facet);
    const auto by = daemon_.witness().covered_by(person.id, facet);
    if (by == history::FeedName::rtm && network_.open_links() > 0) return true;
    if (!best && daemon_.made_up() && facet == base::Facet::presence) return true;
    return covered == best.has_value() && by == best;
  }

  // Who is not covered as they should be; empty: everybody is.
  std::string lacking() const {
    if (!daemon_.running()) return "it does not run";
    base::ByFacet<std::size_t> covered;
    for (const watch::Person& person : operator_.is_to_watch()) {
      const fake_slack::Person* member = model_.directory().find(person.id);
      if (member == nullptr) continue;
      // Whether a deactivated account is meant by a group depends on whether the list of members was asked for.
      const bool sure = !member->deleted || !operator_.uses_names();
      for (const base::FacetRow& row : base::kFacets) {
        const bool covers = daemon_.witness().covers(person.id, row.facet);
        if (sure && !covered_right(person, row.facet))
          return fmt::format("the {} of {} is {}covered as it should be", row.word, person.id.text,
                             covers ? "" : "not ");
        covered[row.facet] += covers;
      }
    }
    for (const base::FacetRow& row : base::kFacets)
      if (const std::size_t claimed = daemon_.snapshot().facet_covered[row.facet]; claimed != covered[row.facet])
        return fmt::format("the {} of {} people is covered, of {}", row.word, claimed, covered[row.facet]);
    return {};
  }

  void await_recovery() {
    const std::string state = lacking();
    const bool well = state.empty();
    if (!well && world_.mono() < deadline_) return world_.after(10s, [this] { await_recovery(); });
    if (!well) findings_.add("recovery", state);
    journal_.say("---- {} ----", well ? "everybody is covered again" : "not recovered");
    world_.after(3min, [this] {
      life_.end();
      habits_.end();
      names_.end();
      world_.after(10s, [this] { finish(); });
    });
  }

  void finish() {
    const bool asked = daemon_.stop([this] { over_ = true; });
    if (asked) return world_.after(1min, [this] { over_ = true; });
    findings_.add("stop", "it did not run in the end");
    over_ = true;
  }

  // Some rules are held against what the engine did (manners.h), and not against what Slack saw of it: the network
  // brings frames and calls closer together than they were sent, and loses the answer that named the Retry-After. The
  // process may be stopped while it has the url of a socket, for longer than that is valid.
  bool excused(const std::string& breach) const {
    const bool stopped = std::any_of(setup_.plan.begin(), setup_.plan.end(),
                                     [](const Fault& fault) { return fault.kind == FaultKind::stall; });
    if (stopped && breach.starts_with("url-expired")) return true;
    return breach.starts_with("retry-after") || breach.starts_with("frame-rate") || breach.starts_with("tier");
  }

  void judge() {
    for (const std::string& breach : model_.violations())
      if (!excused(breach)) findings_.add("slack", breach);
    const test::RecordedHistory history = test::read_history(setup_.directory / "history.db", "sim");
    if (!history.clean) findings_.add("stop", "the last stop was not clean");
    verify_file();
    const Reach reach = network_.reach();
    const Watched watched = operator_.watched();
    check_honesty({model_, history, daemon_.clock(), network_.lateness(), network_.network_lateness(),
                   network_.answers(), reach, watched, daemon_.purged(), network_.polls(), daemon_.poll_terms(),
                   daemon_.witness().sessions(), network_.mail(), daemon_.made_up()},
                  findings_);
  }

  void verify_file() {
    const auto reader = store::Reader::open(setup_.directory / "history.db");
    if (!reader.ok()) return findings_.add("verify", reader.error().message);
    const auto failure = store::verify(*reader.value(), [&](const std::string& finding) {
      findings_.add("verify", finding);
      return true;
    });
    if (failure) findings_.add("verify", failure->message);
  }

  const Setup& setup_;
  const Draws draws_;
  World world_;
  Journal journal_;
  Findings findings_;
  fake_slack::Model model_;
  Network network_;
  Daemon daemon_;
  Life life_;
  Habits habits_;
  base::Random watchlist_draws_;
  Names names_;
  Operator operator_;
  Misfortune misfortune_;
  MonoTime deadline_{};
  bool over_ = false;
};

}  // namespace

Outcome simulate(const Setup& setup) {
  std::filesystem::remove_all(setup.directory);
  std::filesystem::create_directories(setup.directory);
  Outcome outcome = Simulation(setup).run();
  if (outcome.findings.empty()) std::filesystem::remove_all(setup.directory);
  return outcome;
}

}  // namespace presenced::sim
