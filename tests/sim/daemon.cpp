#include "sim/daemon.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "sim/made_up_feed.h"

namespace presenced::sim {

using base::MonoTime;

namespace {

constexpr std::size_t kMostLinks = 6;      // of a set: current, successor, and what is being closed
constexpr std::size_t kMostAppLinks = 6;   // two, their successors, and what is being closed
constexpr std::size_t kMostOutputs = 200;  // of one step
// Inputs in so long: a network that lets go of what it held back brings some thousands at once; an engine that asks to
// be woken each millisecond gets more.
constexpr std::uint64_t kMostInputs = 10'000;
constexpr base::Millis kBusyFor{30'000};

}  // namespace

Daemon::Daemon(World& world, const fake_slack::Model& model, Network& network, const Draws& draws, Journal& journal,
               Findings& findings, const std::filesystem::path& file, engine::Settings settings, bool made_up,
               std::function<void(const base::UserId&)> forgotten)
    : world_(world),
      network_(network),
      line_(world, model, network, draws, journal, [this](const engine::Input& input) { hear(input); }),
      made_up_(made_up),
      draws_(draws),
      journal_(journal),
      findings_(findings),
      keeper_(
          world, draws, journal, findings, file,
          {[this](base::BatchNumber batch) { hear(engine::Committed{batch}); },
           [this](const std::string& why) {
             hear(engine::StoreFailed{engine::StoreFailure::full, why});
           },
           [this](bool clean) {
             journal_.say("the daemon has stopped{}", clean ? "" : ", and could not close the history");
             stopping_ = false;
             if (auto then = std::exchange(then_, nullptr)) then();
           },
           [this](const Keeper::Purge& purge) { promised(purge); },
           [this](const history::Resume& resume) { rewound(resume); },
           [this](const std::string& why) { from_the_writer([this, why] { hear(engine::SetAsideFailed{why}); }); }}),
      settings_(std::move(settings)),
      log_(journal),
      witness_(world, model, network, findings, &line_),
      forgotten_(std::move(forgotten)),
      most_sets_(settings_.tuning.max_sockets) {}

void Daemon::Log::write(const base::LogEntry& entry) { journal.say("  log: {}: {}", entry.event, entry.message); }

void Daemon::start() {
  const history::Resume resume = keeper_.open(settings_.workspace);
  recorded_ = resume.recorded_until;
  for (const Keeper::Purge& purge : keeper_.erased()) erased(purge);
  for (auto& [user, since] : purged_) since = std::min(since, recorded_);  // what was not committed did not happen
  witness_.started(resume);
  clock_.restart(world_.mono(), world_.offset(), resume.recorded_until);
  journal_.say("the daemon starts; the history reaches to {}", clock_text(resume.recorded_until));
  engine_ = std::make_unique<engine::Engine>(settings_, resume, draws_.of(Concern::engine, ++run_), log_,
                                             made_up_ ? feeds_and_a_made_up_one() : feeds::all_feeds());
  manners_.emplace(findings_);
  hear(engine::Started{});
}

bool Daemon::crash() {
  if (!engine_ && !stopping_) return false;
  journal_.say("the daemon dies");
  engine_.reset();
  stopping_ = false;
  then_ = nullptr;
  world_.stall(MonoTime::min(), false);  // who is stopped can be killed
  network_.abandon();
  line_.abandon();
  keeper_.crash();
  return true;
}

bool Daemon::stop(std::function<void()> then) {
  if (!engine_ || stopping_) return false;
  stopping_ = true;
  then_ = std::move(then);
  hear(engine::StopRequested{});
  return true;
}

namespace {

std::vector<engine::SendFrame> acknowledgements_in(const engine::Outbox& outbox) {
  std::vector<engine::SendFrame> frames;
  for (const engine::Output& output : outbox) {
    const auto* frame = std::get_if<engine::SendFrame>(&output);
    if (frame && frame->text.find("\"envelope_id\"") != std::string::npos) frames.push_back(*frame);
  }
  return frames;
}

std::vector<base::UserId> polled_by(const engine::Outbox& outbox) {
  std::vector<base::UserId> polled;
  for (const engine::Output& output : outbox) {
    const auto* call = std::get_if<engine::CallWebApi>(&output);
    if (call && call->request.method == slack::Method::users_get_presence)
      polled.push_back({Polls::question(call->request, {}).user});
  }
  return polled;
}

}  // namespace

void Daemon::hear(const engine::Input& input) {
  if (!engine_ || hung_) return;
  ++inputs_;
  if (world_.mono() - busy_since_ >= kBusyFor) {
    busy_ = 0;
    busy_since_ = world_.mono();
  }
  if (++busy_ >= kMostInputs) {
    hung_ = true;  // or the run would have no end
    return findings_.add("bounded", "the engine is woken without end");
  }
  take_note(input);
  engine::Outbox outbox;
  engine_->on(input, world_.daemon(), outbox);
  const std::vector<base::UserId> polled = polled_by(outbox);
  const std::vector<engine::SendFrame> acknowledgements = acknowledgements_in(outbox);
  // Each acknowledgement answers a delivery, and any number of these may have waited for one commit.
  const std::size_t requests = outbox.size() - acknowledgements.size();
  if (requests > kMostOutputs) findings_.add("bounded", fmt::format("{} requests in one step", requests));
  for (engine::Output& output : outbox) carry_out(output);
  if (engine_) witness_.stepped(may_watch_.people, std::holds_alternative<engine::WatchlistChanged>(input));
  check_bounds();
  check_polls(polled);
  check_acknowledgements(acknowledgements);
}

// When all of the step has been handed over: what it has recorded counts.
void Daemon::check_acknowledgements(const std::vector<engine::SendFrame>& frames) {
  for (const engine::SendFrame& frame : frames) {
    const std::string wrong =
        network_.mail().acknowledged(frame.link, frame.text, witness_.committed_batch(), world_.mono());
    if (!wrong.empty()) findings_.add("ack", wrong);
  }
  network_.mail().stepped();
}

// Nobody is asked about whom a better feed covers, or while there is to be no polling.
void Daemon::check_polls(const std::vector<base::UserId>& polled) {
  const feeds::Tuning& tuning = settings_.tuning;
  for (const base::UserId& user : polled) {
    if (witness_.covered_by_better_than_poll(user))
      findings_.add("pace", fmt::format("users.getPresence asks about {}, whom a better feed covers", user.text));
    if (tuning.polls_per_minute == 0 || tuning.rtm == feeds::RtmUse::always)
      findings_.add("pace", "users.getPresence is called, and polling is switched off");
  }
}

void Daemon::take_note(const engine::Input& input) {
  if (std::holds_alternative<engine::WatchlistChanged>(input)) manners_->reloaded();
  if (const auto* answer = std::get_if<engine::ApiReplied>(&input)) manners_->answered(*answer, world_.mono());
  if (const auto* committed = std::get_if<engine::Committed>(&input)) witness_.committed(committed->batch);
  if (std::holds_alternative<engine::StoreFailed>(input)) witness_.store_failed();
}

void Daemon::check_bounds() {
  if (network_.open_links() > kMostLinks * most_sets_ + kMostAppLinks)
    findings_.add("bounded", fmt::format("{} links are open", network_.open_links()));
}

void Daemon::carry_out(engine::Output& output) {
  std::visit(
      [&](auto& request) {
        using Request = std::decay_t<decltype(request)>;
        if constexpr (std::is_same_v<Request, engine::CallWebApi>) {
          manners_->called(request, world_.mono());
          journal_.say("calls {}", slack::row_of(request.request.method).name);
          network_.call(request);
        } else if constexpr (std::is_same_v<Request, engine::OpenSocket>) {
          if (line_.open(request)) return;
          journal_.say("opens link {}", static_cast<std::uint64_t>(request.link));
          network_.open(request);
        } else if constexpr (std::is_same_v<Request, engine::SendFrame>) {
          if (line_.send(request)) return;
          manners_->sent(request, world_.mono());
          if (journal_.on() && request.text.find("\"ping\"") == std::string::npos)
            journal_.say("link {} -> {}", static_cast<std::uint64_t>(request.link), request.text.substr(0, 120));
          network_.send(request);
        } else if constexpr (std::is_same_v<Request, engine::CloseSocket>) {
          if (line_.close(request)) return;
          journal_.say("closes link {}", static_cast<std::uint64_t>(request.link));
          network_.close(request);
        } else if constexpr (std::is_same_v<Request, engine::HoldSockets>) {
          journal_.say("holds the sockets");
          network_.hold();
        } else if constexpr (std::is_same_v<Request, engine::ReleaseSockets>) {
          journal_.say("lets the sockets go");
          network_.release();
        } else if constexpr (std::is_same_v<Request, engine::Append>) {
          recorded_ = std::max(recorded_, request.batch.alive_at);
          if (journal_.on()) note(request.batch);
          witness_.appended(request.batch, may_watch_.people);
          network_.mail().recorded(request.batch);
          keeper_.append(std::move(request.batch));
        } else if constexpr (std::is_same_v<Request, engine::SetAsideMisdated>) {
          set_aside(request.after);
        } else if constexpr (std::is_same_v<Request, engine::WakeAt>) {
          wake_at_ = request.at;
          if (wake_at_ <= world_.mono()) findings_.add("bounded", "it asks to be woken in the past");
        } else {
          static_assert(std::is_same_v<Request, engine::Stopped>);
          world_.after(base::Millis{0}, [this, run = run_] {
            if (!engine_ || run != run_) return;
            engine_.reset();
            network_.abandon();
            line_.abandon();
            keeper_.stop();
          });
        }
      },
      output);
}

namespace {

std::vector<std::string> texts_of(const std::vector<base::UserId>& users) {
  std::vector<std::string> texts;
  for (const base::UserId& user : users) texts.push_back(user.text);
  return texts;
}

}  // namespace

void Daemon::note(const history::Batch& batch) {
  for (const history::Record& record : batch.records) {
    std::visit(
        [&](const auto& one) {
          using One = std::decay_t<decltype(one)>;
          if constexpr (requires { one.source; })
            journal_.say("  records {} {} -> {} ({}, {} .. {})", one.user.text,
                         one.before ? state_text(*one.before) : "?", state_text(one.after),
                         history::name_of(one.source), clock_text(one.earliest), clock_text(one.at));
          else if constexpr (std::is_same_v<One, history::NameResolved>)
            journal_.say("  resolves {} to {}", one.name, fmt::join(texts_of(one.users), " "));
          else if constexpr (std::is_same_v<One, history::CoverageOpened>)
            journal_.say("  covers {} {} from {}", one.user.text, base::name_of(one.facet), clock_text(one.at));
          else if constexpr (std::is_same_v<One, history::CoverageClosed>)
            journal_.say("  uncovers {} {} at {}: {}", one.user.text, base::name_of(one.facet), clock_text(one.at),
                         history::name_of(one.reason));
          else if constexpr (std::is_same_v<One, history::CoverageMoved>)
            journal_.say("  moves {} {} to session {}", one.user.text, base::name_of(one.facet),
                         static_cast<std::int64_t>(one.session));
        },
        record);
  }
}

void Daemon::edit(watch::Watchlist watchlist, MayWatch may_watch) {
  settings_.watchlist = std::move(watchlist);
  allow(std::move(may_watch));
  reload();
}

void Daemon::allow(MayWatch may_watch) {
  may_watch_ = std::move(may_watch);
  poll_terms_.change(world_.mono(), settings_.tuning, may_watch_.turns);
}

void Daemon::reload() {
  if (engine_ && !stopping_) hear(engine::WatchlistChanged{settings_.watchlist});
}

void Daemon::use_token(fake_slack::TokenKind kind) {
  journal_.say("the token is now that of a {} app", kind == fake_slack::TokenKind::bot ? "modern" : "classic");
  network_.use_token(kind);
  reload();
}

void Daemon::tune(const engine::Tuning& tuning) {
  journal_.say(
      "settings are changed: {} sets, audits every {} s, samples every {} s, names every {} s, rtm {}, {} polls a "
      "minute",
      tuning.max_sockets, tuning.audit_interval.count() / 1000, tuning.sample_interval.count() / 1000,
      tuning.resolve_interval.count() / 1000, static_cast<int>(tuning.rtm), tuning.polls_per_minute);
  const bool socket_mode = settings_.tuning.socket_mode;  // no key
  settings_.tuning = tuning;
  settings_.tuning.socket_mode = socket_mode;
  poll_terms_.change(world_.mono(), tuning, may_watch_.turns);
  most_sets_ = std::max(most_sets_, tuning.max_sockets);
  if (engine_ && !stopping_) hear(engine::TuningChanged{settings_.tuning});
}

void Daemon::purge(const base::UserId& user, bool forget) {
  if (engine_ && !stopping_) keeper_.purge({user, forget});
}

// As the supervisor does it (supervise/deletion.cpp): on another thread, so a little later.
template <class Act>
void Daemon::from_the_writer(Act act) {
  const base::MonoTime when = std::max(world_.mono() + base::Millis{1}, world_.stalled_until());
  world_.at(when, [this, act, run = run_] {
    if (run != run_) return;
    if (world_.stalled()) return from_the_writer(act);
    act();
  });
}

void Daemon::promised(const Keeper::Purge& purge) {
  from_the_writer([this, purge] {
    if (!keeper_.begin_purge()) return;
    erased(purge);
    hear(engine::PersonPurged{purge.user, purge.forget});
  });
}

// What has happened up to now is not misdated, whatever our clock says.
void Daemon::set_aside(base::WallTime after) {
  journal_.say("what is dated later than {} is to be moved aside", clock_text(after));
  if (after < world_.truth().wall)
    findings_.add("lost", fmt::format("at {} all of after {} is to be moved aside", clock_text(world_.truth().wall),
                                      clock_text(after)));
  erased_.clear();
  keeper_.set_aside(after);
}

void Daemon::rewound(const history::Resume& resume) {
  recorded_ = resume.recorded_until;
  for (auto& [user, since] : purged_) since = std::min(since, recorded_);
  witness_.rewound(resume);
  // The history may have been read for that before their part was deleted.
  for (const base::UserId& user : std::exchange(erased_, {})) witness_.purged(user);
  clock_.restart(world_.mono(), world_.offset(), resume.recorded_until);
  from_the_writer([this, resume] { hear(engine::HistoryRewound{resume}); });
}

void Daemon::erased(const Keeper::Purge& purge) {
  journal_.say("all of {} is deleted", purge.user.text);
  purged_[purge.user] = recorded_;
  witness_.purged(purge.user);
  network_.mail().forget(purge.user);
  erased_.push_back(purge.user);
  if (purge.forget) forgotten_(purge.user);
}

void Daemon::set_clock(base::Millis offset) {
  const base::WallTime stamped = engine_ ? snapshot().clock.recorded_until : recorded_;
  world_.set_offset(offset);
  clock_.change(world_.mono(), offset, recorded_, std::max(recorded_, stamped));
  journal_.say("the daemon's wall clock is set");
}

void Daemon::wake() {
  wake_at_ = MonoTime::max();
  hear(engine::Woken{});
}

}  // namespace presenced::sim
