#include "sim/misfortune.h"

#include <algorithm>
#include <array>

namespace presenced::sim {

using base::Millis;
using base::Random;
using fake_slack::ApiAnswer;
using fake_slack::SocketFault;
using namespace std::chrono_literals;

namespace {

bool waits_for_the_process(FaultKind kind) {
  return kind == FaultKind::watchlist || kind == FaultKind::tuning || kind == FaultKind::token ||
         kind == FaultKind::purge || kind == FaultKind::restart || kind == FaultKind::stall;
}

}  // namespace

Misfortune::Misfortune(World& world, fake_slack::Model& model, Network& network, Daemon& daemon, Life& life,
                       Operator& who, Journal& journal)
    : world_(world),
      model_(model),
      network_(network),
      daemon_(daemon),
      life_(life),
      operator_(who),
      journal_(journal) {}

void Misfortune::strike(const Fault& fault) {
  if (over_) return;                                          // it has waited for the process until after the end
  if (waits_for_the_process(fault.kind) && world_.stalled())  // what is asked of it waits like everything else
    return world_.at(world_.stalled_until() + 2ms, [this, fault] { strike(fault); });
  journal_.say("**** {}", describe(fault));
  if (!strike_network(fault) && !strike_slack(fault) && !strike_app(fault) && !strike_clock(fault))
    strike_machine(fault);
  network_.pump();
}

bool Misfortune::strike_network(const Fault& fault) {
  const base::MonoTime until = world_.mono() + fault.lasts;
  switch (fault.kind) {
    case FaultKind::reset:
      return network_.reset_all(), true;
    case FaultKind::truncate:
      return network_.truncate_all(), true;
    case FaultKind::deaf:
      return network_.deafen_all(), true;
    case FaultKind::mute:
      return network_.mute_all(), true;
    case FaultKind::slow:
      return network_.slow(until, fault.size), true;
    case FaultKind::black_hole:
      return network_.black_hole(until), true;
    case FaultKind::unreachable:
      return network_.unreachable(until), true;
    case FaultKind::twice:
      return network_.twice(until), true;
    default:
      return false;
  }
}

bool Misfortune::strike_slack(const Fault& fault) {
  Random random(fault.seed);
  switch (fault.kind) {
    case FaultKind::goodbye:
      return on_all_sockets(SocketFault::goodbye), true;
    case FaultKind::goodbye_only:
      return on_all_sockets(SocketFault::goodbye_only), true;
    case FaultKind::slack_closes:
      return on_all_sockets(one_in(random, 2) ? SocketFault::close : SocketFault::vanish), true;
    case FaultKind::lingers:
      return on_all_sockets(SocketFault::close_and_linger), true;
    case FaultKind::slack_silent:
      return on_all_sockets(SocketFault::silence), true;
    case FaultKind::strange_frame:
      return strange_frame(random), true;
    case FaultKind::error_frame:
      return on_all_sockets(one_in(random, 2) ? SocketFault::error_frame : SocketFault::error_frame_and_close), true;
    case FaultKind::migration:
      return on_all_sockets(SocketFault::team_migration_started), true;
    case FaultKind::call_fails:
      return calls_fail(random, ""), true;
    case FaultKind::connect_fails:
      return calls_fail(random, "rtm.connect"), true;
    case FaultKind::upgrade_fails:
      model_.fail_next_upgrade({std::array{404, 408, 503, 101}[random.below(4)]},
                               1 + static_cast<int>(random.below(3)));
      return true;
    case FaultKind::token_revoked:
      return revoke_token(fault.lasts, random), true;
    case FaultKind::lost_presence:
      return model_.lose_next_presence(Life::id_of(random.below(life_.people()))), true;
    case FaultKind::silent_expiry:
      model_.announce_expiry(false);
      world_.after(fault.lasts, [this] { model_.announce_expiry(true); });
      return true;
    case FaultKind::poll_fails:
      return polls_fail(random), true;
    case FaultKind::hidden:
      return hide_people(fault.lasts, random), true;
    case FaultKind::rtm_refused:
      return refuse_rtm(fault.lasts), true;
    case FaultKind::undated:
      return network_.undated(world_.mono() + fault.lasts), true;
    default:
      return false;
  }
}

bool Misfortune::strike_app(const Fault& fault) {
  Random random(fault.seed);
  const base::Instant now = world_.truth();
  fake_slack::SocketMode& app = model_.socket_mode();
  switch (fault.kind) {
    case FaultKind::app_rotation:
      return rotate_app(random), true;
    case FaultKind::app_disabled:
      model_.enable_socket_mode(now, false);
      world_.after(fault.lasts, [this] { model_.enable_socket_mode(world_.truth(), true); });
      return true;
    case FaultKind::app_late:
      if (one_in(random, 4)) return app.repeat_next_events(1 + static_cast<int>(random.below(6))), true;
      return app.delay_next_events(fault.size, 1 + static_cast<int>(random.below(6))), true;
    case FaultKind::app_drops:
      app.drop_events(true);
      world_.after(fault.lasts, [this] { model_.socket_mode().drop_events(false); });
      return true;
    case FaultKind::app_limited:
      return app.rate_limit(now), true;
    case FaultKind::app_ghost:
      return add_ghost(fault.lasts, random), true;
    case FaultKind::app_foreign: {
      const base::UserId user = Life::id_of(random.below(life_.people()));
      const bool known = model_.directory().find(user) != nullptr;
      if (known) model_.lie_from_another_team(now, user, {"of another team", ":alien:", {}});
      return app.interactive(now), true;
    }
    case FaultKind::app_removed:
      return remove_app(fault.lasts, random), true;
    default:
      return false;
  }
}

void Misfortune::rotate_app(Random& random) {
  using fake_slack::LinkFault;
  constexpr std::array kWays{LinkFault::warning,           LinkFault::rotation,      LinkFault::refresh,
                             LinkFault::refresh_and_close, LinkFault::link_disabled, LinkFault::too_many_websockets};
  const LinkFault way = kWays[random.below(one_in(random, 4) ? 6 : 4)];
  const bool all = one_in(random, 2);
  for (const fake_slack::SocketId id : model_.socket_mode().links().ids())
    if (all || one_in(random, 2)) model_.misbehave(world_.truth(), id, way);
}

void Misfortune::add_ghost(Millis lasts, Random& random) {
  using Holder = fake_slack::AppSocket::Holder;
  const auto ghost = model_.add_ghost(world_.truth(), one_in(random, 2) ? Holder::second_program : Holder::nobody);
  world_.after(lasts, [this, ghost] { model_.remove_ghost(ghost); });
}

void Misfortune::remove_app(Millis lasts, Random& random) {
  if (one_in(random, 2))
    model_.revoke_bot_token(world_.truth());
  else
    model_.uninstall_app(world_.truth());
  world_.after(lasts, [this] {
    model_.reinstall_app(world_.truth());
    if (!over_) daemon_.reload();
  });
}

bool Misfortune::strike_clock(const Fault& fault) {
  const base::MonoTime until = world_.mono() + fault.lasts;
  const Millis down = std::min(fault.lasts, Millis{1min});
  switch (fault.kind) {
    case FaultKind::clock_slew:
      return daemon_.set_clock(world_.offset() + fault.size), true;
    case FaultKind::clock_step:
    case FaultKind::clock_ahead:
    case FaultKind::clock_back:
      return wrong_clock(fault.size, until), true;
    case FaultKind::clock_crawl:
      return crawl(fault.size, until, ++clock_faults_), true;
    case FaultKind::boot_ahead:
      die(down);
      return wrong_clock(fault.size, until + 2 * down), true;
    case FaultKind::boot_1970:
      die(down);
      return wrong_clock(-world_.truth().wall.time_since_epoch(), until + 2 * down), true;
    default:
      return false;
  }
}

void Misfortune::wrong_clock(Millis offset, base::MonoTime until) {
  daemon_.set_clock(offset);
  world_.at(until, [this, which = ++clock_faults_] {
    if (which == clock_faults_) daemon_.set_clock(0ms);
  });
}

void Misfortune::crawl(Millis drift, base::MonoTime until, std::uint64_t which) {
  if (which != clock_faults_) return;
  if (world_.mono() >= until) return daemon_.set_clock(0ms);
  daemon_.set_clock(world_.offset() + drift);
  world_.after(1s, [this, drift, until, which] { crawl(drift, until, which); });
}

bool Misfortune::strike_machine(const Fault& fault) {
  Random random(fault.seed);
  const base::MonoTime until = world_.mono() + fault.lasts;
  switch (fault.kind) {
    case FaultKind::disk_full:
      return daemon_.keeper().full(until), true;
    case FaultKind::disk_slow:
      return daemon_.keeper().slow(until, fault.size), true;
    case FaultKind::disk_crawl:
      return daemon_.keeper().crawl(until, fault.size), true;
    case FaultKind::disk_stall:
      return daemon_.keeper().stall(until), true;
    case FaultKind::disk_ambiguous:
      return daemon_.keeper().ambiguous(1 + static_cast<int>(random.below(3))), true;
    case FaultKind::stall:
      if (daemon_.running()) world_.stall(until, one_in(random, 2));
      return true;
    case FaultKind::crash:
      return die(std::min(fault.lasts, Millis{10min})), true;
    case FaultKind::restart:
      return restart(std::min(fault.lasts, Millis{10min})), true;
    case FaultKind::watchlist:
      operator_.edit(random);
      journal_.say("the watchlist is edited");
      return daemon_.edit(operator_.watchlist(), operator_.may_watch()), true;
    case FaultKind::tuning:
      return daemon_.tune(draw_tuning(random)), true;
    case FaultKind::token:
      return replace_token(fault.lasts), true;
    case FaultKind::purge: {
      const base::UserId user = operator_.candidate(random);
      return daemon_.purge(user, one_in(random, 8)), true;
    }
    case FaultKind::flurry:
      return life_.flurry(until), true;
    default:
      return false;
  }
}

// A socket that has fallen silent stays so: a Slack that loses changes and yet goes on talking would deceive anybody.
void Misfortune::on_all_sockets(SocketFault fault) {
  for (const fake_slack::SocketId id : model_.sockets()) {
    const fake_slack::Socket* socket = model_.socket(id);  // null: its end was due, and came first (seed 26176)
    if (socket == nullptr || socket->phase == fake_slack::Socket::Phase::silent) continue;
    model_.misbehave(world_.truth(), id, fault);
  }
  for (const fake_slack::SocketId id : model_.socket_mode().links().ids()) {
    const fake_slack::AppSocket* socket = model_.socket_mode().links().find(id);
    if (socket == nullptr || socket->phase == fake_slack::AppSocket::Phase::silent) continue;
    model_.misbehave(world_.truth(), id, fault);
  }
}

void Misfortune::strange_frame(Random& random) {
  constexpr std::array kStrange{SocketFault::garbage_frame, SocketFault::truncated_frame, SocketFault::invalid_utf8,
                                SocketFault::binary_frame,  SocketFault::empty_object,    SocketFault::unknown_event,
                                SocketFault::deep_nesting};
  const bool huge = one_in(random, 30);  // five megabytes: slow to make
  on_all_sockets(huge ? SocketFault::oversized_frame : kStrange[random.below(kStrange.size())]);
}

void Misfortune::calls_fail(Random& random, const std::string& method) {
  fake_slack::ApiFault fault;
  const bool connect = method == "rtm.connect";
  fault.answer = static_cast<ApiAnswer>(random.below(static_cast<std::uint64_t>(ApiAnswer::slow) + 1));
  if (fault.answer == ApiAnswer::expired_url && !connect) fault.answer = ApiAnswer::slow;
  constexpr std::array kWords{"fatal_error", "internal_error", "org_login_required", "invalid_auth", "something_new"};
  fault.word = kWords[random.below(kWords.size())];
  fault.retry_after = between(random, 1s, 2min);
  if (one_in(random, 2) || fault.answer == ApiAnswer::slow) fault.delay = between(random, 100ms, 20s);
  model_.fail_next_call(method, fault, 1 + static_cast<int>(random.below(4)));
}

void Misfortune::polls_fail(Random& random) {
  constexpr std::array kAnswers{ApiAnswer::rate_limited,
                                ApiAnswer::rate_limited_bare,
                                ApiAnswer::rate_limited_page,
                                ApiAnswer::rate_limited_page,
                                ApiAnswer::rate_limited_ok,
                                ApiAnswer::not_json,
                                ApiAnswer::unavailable,
                                ApiAnswer::error,
                                ApiAnswer::slow};
  fake_slack::ApiFault fault;
  fault.answer = kAnswers[random.below(kAnswers.size())];
  fault.word = one_in(random, 2) ? "internal_error" : "something_new";
  fault.retry_after = between(random, 1s, 3min);
  if (fault.answer == ApiAnswer::slow) fault.delay = between(random, 1s, 20s);
  const bool of_statuses = one_in(random, 4);
  model_.fail_next_call(of_statuses ? "users.list" : "users.getPresence", fault,
                        1 + static_cast<int>(random.below(one_in(random, 3) ? 40 : 5)));
}

void Misfortune::hide_people(Millis lasts, Random& random) {
  for (std::size_t person = 0; person < life_.people(); ++person)
    if (one_in(random, 3)) network_.hide(Life::id_of(person), world_.mono() + lasts);
}

void Misfortune::revoke_token(Millis lasts, Random& random) {
  const fake_slack::TokenKind kind = network_.token();
  model_.api().refuse_token(one_in(random, 2) ? "token_revoked" : "account_inactive", kind);
  world_.after(lasts, [this, kind] { model_.api().accept_token(kind); });
}

// The scopes that open RTM are taken away, and given back.
void Misfortune::refuse_rtm(Millis lasts) {
  std::set<std::string> scopes = model_.options().scopes;
  if (scopes.erase("client") == 0) return;
  model_.grant(scopes);
  world_.after(lasts, [this] { open_rtm(); });
}

void Misfortune::open_rtm() {
  std::set<std::string> scopes = model_.options().scopes;
  scopes.insert("client");
  model_.grant(scopes);
}

void Misfortune::replace_token(Millis lasts) {
  using fake_slack::TokenKind;
  const TokenKind before = network_.token();
  daemon_.use_token(before == TokenKind::classic ? TokenKind::bot : TokenKind::classic);
  world_.after(lasts, [this, before] {
    if (!over_) daemon_.use_token(before);
  });
}

void Misfortune::die(Millis down) {
  if (daemon_.crash()) start_after(down);
}

void Misfortune::restart(Millis down) {
  daemon_.stop([this, down] { start_after(down); });
}

void Misfortune::start_after(Millis down) {
  if (std::exchange(start_pending_, true)) return;
  world_.after(down, [this] {
    if (std::exchange(start_pending_, false)) daemon_.start();
  });
}

void Misfortune::end() {
  ++clock_faults_;
  if (world_.offset() != 0ms) daemon_.set_clock(0ms);
  network_.heal();
  daemon_.keeper().heal();
  model_.heal();
  model_.api().accept_token(network_.token());
  open_rtm();
  model_.enable_socket_mode(world_.truth(), true);
  model_.reinstall_app(world_.truth());
  model_.announce_expiry(true);
  if (std::exchange(start_pending_, false)) daemon_.start();
  daemon_.reload();  // what Slack has refused is tried again
}

}  // namespace presenced::sim
