#include "integration/installation.h"

#include <fmt/format.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "store/failure.h"
#include "store/reader.h"
#include "store/verify.h"
#include "support/history_check.h"

namespace presenced::test {

using base::UserId;
using fake_slack::Model;

namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

Installation::Installation(Setup setup)
    : setup_(std::move(setup)),
      history_folder_(setup_.history_folder.empty() ? dir_.path() : setup_.history_folder),
      token_(setup_.slack.token.empty() ? setup_.slack.modern.bot_token : setup_.slack.token) {
  const auto certificate = authority_.issue(setup_.flaw, setup_.certificate_names);
  fake_slack::Server::Settings settings = setup_.server;
  settings.chain_pem = certificate.chain_pem;
  settings.key_pem = certificate.key_pem;
  server_ = std::make_unique<fake_slack::Server>(settings, setup_.slack);
  server_->with_model([&](Model& model, base::Instant now) {
    for (fake_slack::Person& person : fake_slack::crowd(setup_.crowd, setup_.slack.seed)) {
      people_.push_back(person.id);
      model.join(now, std::move(person));
    }
    for (int i = 1; setup_.crowd == 0 && i <= setup_.people; ++i) {
      fake_slack::Person person;
      person.id = {fmt::format("U0PERSON{:02}", i)};
      person.name = fmt::format("person{}", i);
      person.real_name = fmt::format("Person {}", i);
      person.email = fmt::format("person{}@example.com", i);
      person.presence = i % 2 ? base::Presence::active : base::Presence::away;
      if (i % 3 == 0) person.status = {"in the office", ":office:", {}};
      people_.push_back(person.id);
      model.join(now, std::move(person));
    }
    for (const auto& group : setup_.gatherings.usergroups) model.add_usergroup(now, group);
    for (const auto& channel : setup_.gatherings.channels) model.add_channel(channel);
  });
  write_trust(authority_.pem());
  write_token(setup_.written_token.empty() ? token_ : setup_.written_token);
  if (const std::string& app = setup_.slack.modern.app_token; !app.empty()) dir_.write("fake.app-token", app + "\n");
  write_watchlist(people_);
  api_url_ = server_->api_url();
  write_config();
}

void Installation::write_extra_yaml(const std::string& of_workspace, const std::string& of_daemon) {
  setup_.extra_workspace_yaml = of_workspace;
  daemon_yaml_ = of_daemon;
  write_config();
}

void Installation::write_config() {
  config_ = dir_.write("presenced.yaml",
                       fmt::format("history: {{ path: {} }}\n{}"
                                   "workspaces:\n"
                                   "  - name: fake\n"
                                   "    token_file: fake.token\n"
                                   "    watchlist: watchlist.yaml\n"
                                   "    api_url: {}\n"
                                   "    ca_file: ca.pem\n"
                                   "    rtm: {}\n{}{}",
                                   database().string(), daemon_yaml_, api_url_, setup_.rtm,
                                   setup_.slack.modern.app_token.empty() ? "" : "    app_token_file: fake.app-token\n",
                                   setup_.extra_workspace_yaml));
}

void Installation::reach_slack_at(const std::string& host_and_port) {
  api_url_ = "https://" + host_and_port + "/api/";
  write_config();
  server_->with_model([&](Model& model, base::Instant) { model.set_url_base("wss://" + host_and_port); });
}

void Installation::write_trust(const std::string& authorities_pem) { dir_.write("ca.pem", authorities_pem, 0644); }

void Installation::write_token(const std::string& token) { dir_.write("fake.token", token + "\n"); }

void Installation::write_watchlist(const std::vector<UserId>& people) {
  WatchlistText watchlist;
  watchlist.group("everyone");
  for (const UserId& id : people) watchlist.id(id);
  write_watchlist(watchlist);
}

void Installation::write_watchlist(const WatchlistText& watchlist) { dir_.write("watchlist.yaml", watchlist.yaml()); }

// ---- the daemon ----

void Installation::start() {
  server_->with_model([](Model& model, base::Instant) { model.client_started(); });
  std::vector<std::string> words = setup_.launcher;
  words.insert(words.end(), {PRESENCED_BINARY, "--config", config_.string()});
  const std::string program = words.front();
  words.erase(words.begin());
  daemon_ = std::make_unique<DaemonProcess>(program, words, dir_ / "log");
}

int Installation::stop() {
  daemon_->signal(SIGTERM);
  const auto status = daemon_->wait(base::Millis{5'000});
  return status.value_or(-1);
}

void Installation::crash() {
  daemon_->signal(SIGKILL);
  daemon_->wait(base::Millis{5'000});
}

std::string Installation::config_text() const { return content_of(config_); }

std::string Installation::log() const { return content_of(dir_ / "log"); }

// ---- the workspace ----

void Installation::presence(std::size_t index, base::Presence presence) {
  server_->with_model([&](Model& model, base::Instant now) { model.set_presence(now, person(index), presence); });
}

void Installation::status(std::size_t index, const std::string& text, const std::string& emoji,
                          std::optional<base::WallTime> expires_at) {
  server_->with_model([&](Model& model, base::Instant now) {
    model.set_status(now, person(index), {text, emoji, expires_at});
  });
}

void Installation::misbehave(fake_slack::SocketFault fault) {
  server_->with_model([&](Model& model, base::Instant now) { model.misbehave_all(now, fault); });
}

void Installation::join_usergroup(const std::string& id, const UserId& user) {
  server_->with_model([&](Model& model, base::Instant now) { model.change_usergroup(now, id, {user}, {}); });
}

void Installation::leave_usergroup(const std::string& id, const UserId& user) {
  server_->with_model([&](Model& model, base::Instant now) { model.change_usergroup(now, id, {}, {user}); });
}

void Installation::join_channel(const std::string& id, const UserId& user) {
  server_->with_model([&](Model& model, base::Instant now) { model.join_channel(now, id, user); });
}

void Installation::leave_channel(const std::string& id, const UserId& user) {
  server_->with_model([&](Model& model, base::Instant now) { model.leave_channel(now, id, user); });
}

void Installation::grant(std::set<std::string> scopes) {
  server_->with_model([&](Model& model, base::Instant) { model.grant(std::move(scopes)); });
}

std::uint64_t Installation::calls(const std::string& method) {
  return server_->with_model([&](Model& model, base::Instant) { return model.calls(method); });
}

std::vector<std::string> Installation::violations() {
  return server_->with_model([](Model& model, base::Instant) { return model.violations(); });
}

// ---- the history ----

RecordedHistory Installation::history() const {
  try {
    return read_history(database(), "fake");
  } catch (const store::StoreError&) {
    return {};  // not there yet
  }
}

bool Installation::all_covered() const {
  const RecordedHistory now = history();
  const auto open = [](const auto& facet) { return !facet.coverage.empty() && !facet.coverage.back().ended_at; };
  return std::all_of(people_.begin(), people_.end(), [&](const UserId& id) {
    const auto found = now.people.find(id);
    return found != now.people.end() && open(found->second.presence) && open(found->second.status);
  });
}

bool Installation::recorded(std::size_t presence, std::size_t status) const {
  std::size_t presences = 0;
  std::size_t statuses = 0;
  for (const auto& [id, person] : history().people) {
    presences += person.presence.transitions.size();
    statuses += person.status.transitions.size();
  }
  return presences >= presence && statuses >= status;
}

bool Installation::up_to_date() const {
  const RecordedHistory now = history();
  const auto as_it_is = [&](const UserId& id, const fake_slack::Truth& truth) {
    const auto found = now.people.find(id);
    if (found == now.people.end()) return false;
    const auto& presence = found->second.presence.transitions;
    const auto& status = found->second.status.transitions;
    return !presence.empty() && presence.back().after == truth.presence.back().state && !status.empty() &&
           status.back().after == truth.status.back().state;
  };
  return server_->with_model([&](Model& model, base::Instant) {
    return std::all_of(people_.begin(), people_.end(), [&](const UserId& id) { return as_it_is(id, model.truth(id)); });
  });
}

std::vector<std::string> Installation::findings_of_verify() const {
  const auto reader = store::Reader::open(database());
  if (!reader.ok()) return {reader.error().message};
  std::vector<std::string> findings;
  const auto failure = store::verify(*reader.value(), [&](const std::string& finding) {
    findings.push_back(finding);
    return true;
  });
  if (failure) findings.push_back(failure->message);
  return findings;
}

std::vector<std::string> Installation::complaints() {
  const RecordedHistory recorded = history();
  std::vector<std::string> all;
  server_->with_model([&](Model& model, base::Instant) {
    for (const UserId& id : people_) {
      const auto found = recorded.people.find(id);
      const RecordedPerson person = found == recorded.people.end() ? RecordedPerson{} : found->second;
      for (const auto& one : check_history(person, model.truth(id), recorded.alive_at, {latency, sample_round}))
        all.push_back(id.text + ": " + one);
    }
    for (const auto& breach : model.violations()) all.push_back("Slack's rules: " + breach);
  });
  for (const std::string& finding : findings_of_verify()) all.push_back("verify: " + finding);
  const std::string shown = log() + content_of(database()) + content_of(database().string() + "-wal");
  for (const std::string& token : {token_, setup_.slack.modern.app_token})
    if (!token.empty() && shown.find(token) != std::string::npos)
      all.push_back("a token stands in the log or the database");
  if (shown.find("/websocket/") != std::string::npos || shown.find("ticket=") != std::string::npos)
    all.push_back("a socket url stands in the log or the database");
  return all;
}

}  // namespace presenced::test
