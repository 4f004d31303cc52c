#include "network/slack_process.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <system_error>

#include "fake_slack/server.h"
#include "support/certificates.h"

namespace presenced::test {
namespace {

using fake_slack::Model;
using fake_slack::NetworkFault;
using fake_slack::Server;
using fake_slack::SocketFault;
using fake_slack::SocketId;

constexpr char kLetLive = 'l';
constexpr char kEndSessions = 'e';

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

fake_slack::Options options() {
  fake_slack::Options options;
  options.token = SlackProcess::token();
  options.connect_interval = base::Millis{1};  // Slack's pace is the engine's business, and tested there
  options.connect_burst = 1'000'000;
  options.goodbye_grace = base::Millis{1'000};
  options.migration_life = base::Millis{20};
  return options;
}

// Ends sessions in turn in all the ways there are.
class Trouble {
 public:
  explicit Trouble(Server& server) : server_(server) {}

  void strike() {
    const auto fresh = server_.with_model([this](Model& model, base::Instant) -> std::optional<SocketId> {
      const auto sockets = model.sockets();
      if (sockets.empty() || sockets.back() <= last_) return std::nullopt;
      if (model.socket(sockets.back())->subscribed.empty()) return std::nullopt;
      return sockets.back();
    });
    if (!fresh) return;
    last_ = *fresh;
    ++count_;
    trouble_the_next_attempt();
    server_.with_model([this](Model& model, base::Instant now) { model.misbehave(now, last_, next_fault()); });
  }

 private:
  SocketFault next_fault() const {
    // Rare: the fake keeps the connection of the first for ever; the two others take the daemon a second.
    if (count_ % 128 == 32) return SocketFault::close_and_linger;
    if (count_ % 128 == 64) return SocketFault::silence;
    if (count_ % 128 == 96) return SocketFault::goodbye;
    constexpr std::array kFaults{SocketFault::reset,        SocketFault::vanish,
                                 SocketFault::close,        SocketFault::error_frame_and_close,
                                 SocketFault::invalid_utf8, SocketFault::team_migration_started};
    return kFaults[count_ % kFaults.size()];
  }

  void trouble_the_next_attempt() {
    constexpr std::array kFaults{NetworkFault::reset_on_accept, NetworkFault::cut_answer, NetworkFault::reset_answer};
    if (count_ % 5 == 0) server_.fail_next(kFaults[count_ / 5 % kFaults.size()]);
    if (count_ % 7 == 0) server_.with_model([](Model& model, base::Instant) { model.fail_next_upgrade({503}); });
  }

  Server& server_;
  SocketId last_{};
  std::size_t count_ = 0;
};

void serve(int control) {
  const test_support::CertificateAuthority authority;
  const auto certificate = authority.issue();
  Server::Settings settings;
  settings.chain_pem = certificate.chain_pem;
  settings.key_pem = certificate.key_pem;
  Server server(settings, options());
  server.with_model([](Model& model, base::Instant now) {
    for (int i = 1; i <= SlackProcess::kPeople; ++i) {
      fake_slack::Person person;
      person.id = SlackProcess::person(i);
      person.name = fmt::format("person{}", i);
      model.join(now, std::move(person));
    }
  });
  const std::string address = server.api_url() + "\n" + authority.pem();
  if (send(control, address.data(), address.size(), MSG_NOSIGNAL) < 0) throw_errno("send");
  Trouble trouble(server);
  for (bool ending = true;;) {
    pollfd waiting{control, POLLIN, 0};
    if (poll(&waiting, 1, 2) > 0) {
      char word = 0;
      if (recv(control, &word, 1, 0) != 1) return;  // the test has ended
      ending = word == kEndSessions;
    }
    if (ending) trouble.strike();
  }
}

[[noreturn]] void child(int control, pid_t parent) {
  int status = 0;
  try {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent) serve(control);
  } catch (const std::exception& error) {
    std::fputs(fmt::format("the fake Slack: {}\n", error.what()).c_str(), stderr);
    status = 1;
  }
  _exit(status);  // what belongs to the parent is not torn down here
}

}  // namespace

base::UserId SlackProcess::person(int number) { return {fmt::format("U0PERSON{:02}", number)}; }

SlackProcess::SlackProcess() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) throw_errno("socketpair");
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) throw_errno("fork");
  if (pid_ == 0) {
    close(ends[0]);
    child(ends[1], parent);
  }
  close(ends[1]);
  control_ = ends[0];
  std::string address(16 * 1024, '\0');
  const ssize_t size = recv(control_, address.data(), address.size(), 0);
  if (size <= 0) throw std::runtime_error("the fake Slack did not come up");
  address.resize(static_cast<std::size_t>(size));
  api_url_ = address.substr(0, address.find('\n'));
  authority_pem_ = address.substr(api_url_.size() + 1);
}

SlackProcess::~SlackProcess() {
  close(control_);
  waitpid(pid_, nullptr, 0);
}

void SlackProcess::tell(char word) {
  if (send(control_, &word, 1, MSG_NOSIGNAL) != 1) throw_errno("the fake Slack is gone");
}
void SlackProcess::let_live() { tell(kLetLive); }
void SlackProcess::end_sessions() { tell(kEndSessions); }

}  // namespace presenced::test
