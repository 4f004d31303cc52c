// A fake workspace over TLS and a presenced that watches it, with everything in a directory of its own: what every
// integration test starts from.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fake_slack/crowd.h"
#include "fake_slack/server.h"
#include "integration/daemon_process.h"
#include "integration/watchlist_text.h"
#include "support/certificates.h"
#include "support/recorded_history.h"
#include "support/temp_dir.h"

namespace presenced::test {

class Installation {
 public:
  struct Setup {
    fake_slack::Options slack;
    int people = 6;                    // U0PERSON01...
    std::string extra_workspace_yaml;  // further lines of the workspace's configuration
    // On a busy machine a subscription may take so long that polling would help out.
    std::string rtm = "always";
    test_support::Flaw flaw = test_support::Flaw::none;
    std::string written_token;             // what the token file says; empty: the right one
    std::filesystem::path history_folder;  // empty: where everything is
    fake_slack::Server::Settings server;   // but for the certificate, which is made here
    std::string certificate_names;         // beside localhost and 127.0.0.1: CertificateAuthority::issue
    std::vector<std::string> launcher;     // the words in front of the daemon's: a program that becomes the daemon
    fake_slack::Gatherings gatherings;     // the workspace's user groups and channels
    int crowd = 0;                         // so many made-up people (fake_slack/crowd.h) in place of `people`
  };

  Installation() : Installation(Setup{}) {}
  explicit Installation(Setup setup);

  // ---- the daemon ----
  void start();
  int stop();    // SIGTERM; its exit status, which must come within 5 s
  void crash();  // SIGKILL
  DaemonProcess& daemon() { return *daemon_; }
  std::string log() const;
  bool logged(const std::string& word) const { return log().find(word) != std::string::npos; }
  void write_token(const std::string& token);
  void write_watchlist(const std::vector<base::UserId>& people);
  void write_watchlist(const WatchlistText& watchlist);
  const std::filesystem::path& directory() const { return dir_.path(); }
  void write_trust(const std::string& authorities_pem);  // the ca_file
  const test_support::CertificateAuthority& authority() const { return authority_; }
  void write_extra_yaml(const std::string& of_workspace, const std::string& of_daemon = {});  // the whole file anew
  // The configuration and the socket urls name this host and port from now on: something that stands in front of Slack.
  void reach_slack_at(const std::string& host_and_port);
  const std::filesystem::path& config() const { return config_; }
  std::string config_text() const;
  const std::string& api_url() const { return api_url_; }
  const std::string& token() const { return token_; }
  const TempDir& folder() const { return dir_; }  // where the configuration and all it names are

  // ---- the workspace ----
  fake_slack::Server& slack() { return *server_; }
  const std::vector<base::UserId>& people() const { return people_; }
  base::UserId person(std::size_t index) const { return people_.at(index); }
  void presence(std::size_t person, base::Presence presence);
  void status(std::size_t person, const std::string& text, const std::string& emoji,
              std::optional<base::WallTime> expires_at = {});
  void misbehave(fake_slack::SocketFault fault);

  // These come into the user group or leave it, as the operations of the model by the same names.
  void join_usergroup(const std::string& id, const base::UserId& user);
  void leave_usergroup(const std::string& id, const base::UserId& user);
  void join_channel(const std::string& id, const base::UserId& user);
  void leave_channel(const std::string& id, const base::UserId& user);
  void grant(std::set<std::string> scopes);  // all that the token has from now on
  std::uint64_t calls(const std::string& method);
  std::vector<std::string> violations();

  // ---- the history ----
  std::filesystem::path database() const { return history_folder_ / "history.db"; }
  RecordedHistory history() const;
  // Everyone is covered in both facets, in open spans.
  bool all_covered() const;
  // As many transitions of people who are in it as this says, or more.
  bool recorded(std::size_t presence, std::size_t status) const;
  // Presence and status of everyone, as the history has them now, are what they are at Slack.
  bool up_to_date() const;
  // Everything that is wrong: the whole history by itself and against the truth, the rules a client of Slack must keep,
  // secrets in the log or the database. To be called when the daemon has ended.
  std::vector<std::string> complaints();
  std::vector<std::string> findings_of_verify() const;  // `presencectl verify`: they are among the complaints

  base::Millis latency{2'000};   // what a busy machine may need from a change to the daemon's reading it
  base::Millis sample_round{0};  // what a round of those who are sampled takes, when there are any

 private:
  Setup setup_;
  TempDir dir_;
  std::filesystem::path history_folder_;
  test_support::CertificateAuthority authority_;
  std::unique_ptr<fake_slack::Server> server_;
  std::vector<base::UserId> people_;
  std::filesystem::path config_;
  std::string token_;
  std::unique_ptr<DaemonProcess> daemon_;

  std::string api_url_;
  std::string daemon_yaml_;
  void write_config();
};

}  // namespace presenced::test
