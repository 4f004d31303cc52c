// The program `fake_slack`: the server, a team, a day's plan, and a clock to carry it out by.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "fake_slack/arguments.h"
#include "fake_slack/crowd.h"
#include "fake_slack/day.h"
#include "fake_slack/server.h"
#include "support/certificates.h"

namespace presenced::fake_slack {
namespace {

struct Appointment {
  base::Millis after{};  // the start
  std::function<void()> what;
};

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::trunc);
  file << text << std::flush;
  if (!file) throw std::runtime_error("cannot write " + path);
}

// Readable by its owner alone from the first byte on.
void write_secret(const std::string& path, const std::string& text) {
  const mode_t before = umask(077);
  std::filesystem::remove(path);  // an older file keeps its mode
  write_file(path, text);
  umask(before);
}

// In one piece, for whoever waits for it: it is there with all of it or not at all.
void write_ready_file(const std::string& path, const std::string& text) {
  write_file(path + ".new", text);
  if (std::rename((path + ".new").c_str(), path.c_str()) != 0) throw std::runtime_error("cannot write " + path);
}

// Who is in the workspace.
struct Cast {
  std::vector<Person> people;
  Gatherings gatherings;
};

Cast cast_of(const Arguments& arguments) {
  if (arguments.people == 0) return {small_team(), small_team_gatherings()};
  std::vector<Person> people = crowd(arguments.people, arguments.seed);
  Gatherings gatherings = gatherings_of(people, arguments.usergroups, arguments.channels, arguments.seed);
  return {std::move(people), std::move(gatherings)};
}

std::string watchlist_of(const std::vector<Person>& people) {
  std::string yaml = "groups:\n  team:\n    members:\n";
  for (const Person& person : people)
    yaml += fmt::format("      - {{ id: {}, name: {} }}\n", person.id.text, person.name);
  return yaml;
}

// E-mails and handles in turn, then every user group and every channel that our bot can see.
std::string watchlist_by_name(const Cast& cast) {
  std::string yaml = "groups:\n  team:\n    members:\n";
  bool by_email = false;
  for (const Person& person : cast.people) {
    by_email = !by_email;
    if (person.guest) {
      yaml += fmt::format("      - {{ id: {}, name: {} }}\n", person.id.text, person.name);
    } else if (by_email) {
      yaml += fmt::format("      - {{ email: {} }}\n", person.email);
    } else {
      yaml += fmt::format("      - {{ handle: \"@{}\" }}\n", person.name);
    }
  }
  for (const Usergroup& group : cast.gatherings.usergroups)
    yaml += fmt::format("  {}:\n    members:\n      - {{ usergroup: \"@{}\" }}\n", group.handle, group.handle);
  for (const Channel& channel : cast.gatherings.channels)
    if (channel.members.contains(self_id()) && !channel.archived)
      yaml += fmt::format("  {}:\n    members:\n      - {{ channel: \"#{}\" }}\n", channel.name, channel.name);
  return yaml;
}

base::Millis millis(double seconds) { return base::Millis{static_cast<std::int64_t>(seconds * 1000)}; }

void carry_out(Model& model, base::Instant now, const base::UserId& user, const Membership& membership) {
  const bool is_channel = model.groups().find_channel(membership.where) != nullptr;
  if (is_channel && membership.joins) return model.join_channel(now, membership.where, user);
  if (is_channel) return model.leave_channel(now, membership.where, user);
  const std::vector<base::UserId> who{user};
  const std::vector<base::UserId> nobody;
  model.change_usergroup(now, membership.where, membership.joins ? who : nobody, membership.joins ? nobody : who);
}

void carry_out(Server& server, const DayEvent& event) {
  server.with_model([&](Model& model, base::Instant now) {
    if (const auto* membership = std::get_if<Membership>(&event.what))
      return carry_out(model, now, event.user, *membership);
    if (const auto* presence = std::get_if<base::Presence>(&event.what))
      return model.set_presence(now, event.user, *presence);
    if (const auto* huddle = std::get_if<PlannedHuddle>(&event.what))
      return model.huddle(now, event.user, huddle->lasts);
    if (const auto* dnd = std::get_if<PlannedDnd>(&event.what)) {
      const base::WallTime start = now.wall + dnd->starts_in;
      return model.set_dnd(now, event.user, {true, start, start + std::max(dnd->lasts, base::Millis{2000})});
    }
    const auto& planned = std::get<PlannedStatus>(event.what);
    base::Status status{planned.text, planned.emoji, {}};
    // Slack's expiries are whole seconds; in a very short day a status lasts at least one.
    if (planned.lasts > base::Millis{0}) status.expires_at = now.wall + std::max(planned.lasts, base::Millis{2000});
    model.set_status(now, event.user, std::move(status));
  });
}

void carry_out(Server& server, const Wave& wave) {
  server.with_model([&](Model& model, base::Instant now) {
    model.set_presences(now, wave.active, base::Presence::active);
    model.set_presences(now, wave.away, base::Presence::away);
  });
}

std::vector<Appointment> appointments(const Arguments& arguments, const std::vector<Person>& team, Server& server) {
  std::vector<Appointment> all;
  if (arguments.day_s > 0)
    for (const DayEvent& event : plan_day(team, millis(arguments.day_s), arguments.seed))
      all.push_back({event.after, [&server, event] { carry_out(server, event); }});
  if (arguments.flood > 0)
    for (Wave& wave : plan_flood(team, arguments.flood, millis(arguments.flood_over_s), arguments.seed)) {
      const base::Millis after = millis(arguments.flood_at) + wave.after;
      all.push_back({after, [&server, wave = std::move(wave)] { carry_out(server, wave); }});
    }
  const auto misbehave = [&](const std::vector<double>& moments, SocketFault fault) {
    for (const double seconds : moments)
      all.push_back({millis(seconds), [&server, fault] {
                       server.with_model([&](Model& model, base::Instant now) { model.misbehave_all(now, fault); });
                     }});
  };
  misbehave(arguments.drop_at, SocketFault::reset);
  misbehave(arguments.goodbye_at, SocketFault::goodbye);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.after < b.after; });
  return all;
}

// Waits for SIGTERM or SIGINT; false: the time came first.
bool stopped_before(const sigset_t& signals, std::chrono::steady_clock::time_point moment) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::nanoseconds>(moment - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    timespec limit{};
    limit.tv_sec = static_cast<std::time_t>(left.count() / 1'000'000'000);
    limit.tv_nsec = static_cast<long>(left.count() % 1'000'000'000);
    if (sigtimedwait(&signals, nullptr, &limit) > 0) return true;
  }
}

Server::Settings settings_of(const Arguments& arguments) {
  Server::Settings settings;
  settings.port = arguments.port;
  settings.tls = !arguments.plain;
  if (arguments.plain) return settings;
  const test_support::CertificateAuthority authority;
  const test_support::ServerCertificate certificate = authority.issue();
  settings.chain_pem = certificate.chain_pem;
  settings.key_pem = certificate.key_pem;
  if (!arguments.ca_out.empty()) write_file(arguments.ca_out, authority.pem());
  return settings;
}

void hand_out(const char* key, const std::string& token, const std::string& path) {
  if (path.empty()) return;
  write_secret(path, token + "\n");
  fmt::print("{}: {}\n", key, path);
}

void announce(const Arguments& arguments, const Server& server, const Cast& cast) {
  fmt::print("api_url: {}\n", server.api_url());
  hand_out("token_file", arguments.token, arguments.token_out);
  if (!arguments.no_app_token) hand_out("app_token_file", arguments.app_token, arguments.app_token_out);
  if (arguments.people > 0) {
    fmt::print("  {} people, {} user groups, {} channels\n", cast.people.size(), cast.gatherings.usergroups.size(),
               cast.gatherings.channels.size());
  } else {
    for (const Person& person : cast.people) fmt::print("  {}  {}\n", person.id.text, person.real_name);
  }
  std::fflush(stdout);
  if (!arguments.watchlist_out.empty())
    write_file(arguments.watchlist_out, arguments.by_name ? watchlist_by_name(cast) : watchlist_of(cast.people));
  if (!arguments.ready_file.empty()) write_ready_file(arguments.ready_file, server.api_url() + "\n");
}

void keep_appointments(const Arguments& arguments, const sigset_t& signals, const std::vector<Appointment>& all) {
  const auto start = std::chrono::steady_clock::now();
  const base::Millis year{std::chrono::hours(24 * 365)};
  const base::Millis end = arguments.exit_after ? millis(*arguments.exit_after) : year;
  for (const Appointment& appointment : all) {
    if (appointment.after > end) break;
    if (stopped_before(signals, start + appointment.after)) return;
    appointment.what();
  }
  stopped_before(signals, start + end);
}

Options options_of(const Arguments& arguments) {
  Options options;
  options.seed = arguments.seed;
  (arguments.modern ? options.modern.bot_token : options.token) = arguments.token;
  if (arguments.modern) {
    options.token = arguments.classic_token;
    if (!arguments.no_app_token) options.modern.app_token = arguments.app_token;
    options.modern.org_wide = arguments.org_wide;
    if (!arguments.retry_after_s.empty()) options.modern.retries.clear();
    for (const double seconds : arguments.retry_after_s) options.modern.retries.push_back(millis(seconds));
  }
  options.cookie = arguments.cookie;
  options.browser_session = !arguments.cookie.empty();
  if (arguments.scopes.empty()) return options;
  std::set<std::string>& granted = arguments.modern ? options.modern.scopes : options.scopes;
  granted.clear();
  std::istringstream scopes(arguments.scopes);
  for (std::string scope; std::getline(scopes, scope, ',');) granted.insert(scope);
  return options;
}

void populate(Model& model, base::Instant now, const Cast& cast) {
  for (const Person& person : cast.people) model.join(now, person);
  for (const Usergroup& group : cast.gatherings.usergroups) model.add_usergroup(now, group);
  for (const Channel& channel : cast.gatherings.channels) model.add_channel(channel);
}

int run(const Arguments& arguments) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before the server's thread, which inherits it

  Server server(settings_of(arguments), options_of(arguments));
  const Cast cast = cast_of(arguments);
  server.with_model([&](Model& model, base::Instant now) { populate(model, now, cast); });
  announce(arguments, server, cast);
  keep_appointments(arguments, signals, appointments(arguments, cast.people, server));
  server.stop();
  const auto violations = server.with_model([](Model& model, base::Instant) { return model.violations(); });
  for (const auto& violation : violations) fmt::print(stderr, "violation: {}\n", violation);
  return violations.empty() ? 0 : 1;
}

}  // namespace
}  // namespace presenced::fake_slack

int main(int argc, char** argv) {
  const auto arguments = presenced::fake_slack::read_arguments(argc, argv);
  if (const int* status = std::get_if<int>(&arguments)) return *status;
  try {
    return presenced::fake_slack::run(std::get<presenced::fake_slack::Arguments>(arguments));
  } catch (const std::exception& error) {
    fmt::print(stderr, "fake_slack: {}\n", error.what());
    return 1;
  }
}
