#include "fuzz/engine_script.h"

#include <algorithm>

#include "fuzz/expect.h"

namespace presenced::fuzz {

using base::Millis;
using support::EngineWorld;
using support::StoreMode;
using base::operator""s;
using base::operator""min;
using base::operator""ms;

namespace {

std::string newest_log_lines(const support::CapturedLog& log) {
  constexpr std::size_t kMost = 20;
  const auto& lines = log.lines();
  std::string text;
  for (std::size_t i = lines.size() - std::min(kMost, lines.size()); i < lines.size(); ++i)
    text += "\n  " + lines[i].event + ": " + lines[i].message;
  return text;
}

}  // namespace

EngineScript::EngineScript(Bytes bytes) : bytes_(bytes) {
  const std::uint8_t kind = bytes_.byte();
  honest_ = (kind & 1u) != 0;
  recovers_ = (kind & 2u) != 0;
  several_sets_ = (kind & 4u) != 0;
  browser_session_ = (kind & 32u) != 0;
  constexpr std::array kAudits{0ms, Millis{1min}, Millis{7min}, Millis{30min}};
  audit_interval_ = kAudits[(kind >> 3u) & 3u];
  people_ = some_people();
  restart({});
}

void EngineScript::restart(const history::Resume& resume) {
  if (world_) steps_ += world_->steps();
  rules_.reset();
  const auto tweak = [this](engine::Settings& settings) {
    settings.tuning.audit_interval = audit_interval_;
    settings.tuning.sample_interval = Millis{15s};
    settings.tuning.max_sockets = several_sets_ ? 2 : 1;
    if (several_sets_) settings.ids_per_set = 2;
  };
  world_ = std::make_unique<EngineWorld>(people_, tweak, resume);
  world_->slack.browser_session = browser_session_;
  rules_ = std::make_unique<EngineRules>(*world_);
}

void EngineScript::run() {
  world_->start();
  newest_ = world_->now().wall;
  rules_->hold(0ms);
  for (std::size_t acts = 0; !bytes_.empty() && acts < kMostActs && steps_ + world_->steps() < kMostSteps; ++acts) {
    const base::MonoTime before = world_->now().mono;
    act();
    newest_ = std::max(newest_, world_->now().wall);
    rules_->hold(std::max(0ms, world_->now().mono - before));
  }
  if (recovers_ && !world_->stopped() && !world_->stopping()) recover();
  end();
}

void EngineScript::act() {
  using Act = void (EngineScript::*)();
  static constexpr std::array kHonest{
      &EngineScript::let_time_pass,  &EngineScript::set_presence,  &EngineScript::set_status,
      &EngineScript::let_time_pass,  &EngineScript::end_session,   &EngineScript::lose_socket,
      &EngineScript::change_network, &EngineScript::change_slack,  &EngineScript::answer_next_call,
      &EngineScript::change_store,   &EngineScript::edit_watchlist};
  static constexpr std::array<Act, 7> kWild{
      &EngineScript::hide_somebody, &EngineScript::say_something, &EngineScript::say_raw, &EngineScript::come_too_late,
      &EngineScript::set_clock,     &EngineScript::crash,         &EngineScript::purge};
  const std::size_t which = bytes_.below(kHonest.size() + (honest_ ? 0 : kWild.size()));
  const Act chosen = which < kHonest.size() ? kHonest[which] : kWild[which - kHonest.size()];
  (this->*chosen)();
}

void EngineScript::pass(Millis span) { world_->run_for(span); }

// "After the last fault, everyone is covered again within a bounded time." What waits longest is a refused status
// fetch: ten minutes. The sockets are closed because a session asks about each person once; whoever was absent then is
// absent.
void EngineScript::recover() {
  world_->slack = {};
  world_->slack.browser_session = browser_session_;
  world_->store(StoreMode::commits);
  // A clock that was set back is put right: the engine waits until it has caught up with what it was told before.
  world_->step_clock(std::max(0ms, newest_ - world_->now().wall));
  for (std::size_t i = 0; i < world_->sockets(); ++i)
    world_->close(world_->socket(i), history::EndReason::network_error, "recovering");
  world_->watch(people_);
  const base::MonoTime before = world_->now().mono;
  const bool covered = world_->run_until([this] { return world_->everyone_covered(); }, 25min);
  expect(covered, "after the last fault everyone is covered again", newest_log_lines(world_->log()));
  rules_->hold(world_->now().mono - before);
}

void EngineScript::end() {
  world_->stop();
  world_->run_for(4s);
  expect(world_->stopped(), "who is asked to stop has stopped three seconds later");
  rules_->hold(4s);
  if (!honest_) return;
  for (const std::string& lie : world_->lies()) expect(false, "the history tells the truth", lie);
}

}  // namespace presenced::fuzz
