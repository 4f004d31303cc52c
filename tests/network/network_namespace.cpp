#include "network/network_namespace.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace presenced::test {
namespace {

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void run(const std::string& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

bool there_is(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

// A descriptor of the namespace the calling thread is in.
int here() {
  const int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw_errno("/proc/thread-self/ns/net");
  return fd;
}

void enter(int space) {
  if (setns(space, CLONE_NEWNET) != 0) throw_errno("setns");
}

// The calling thread is elsewhere for as long as this lives.
class Elsewhere {
 public:
  Elsewhere() : home_(here()) {}
  ~Elsewhere() {
    if (setns(home_, CLONE_NEWNET) != 0) std::abort();  // what comes next would happen in the wrong place
    close(home_);
  }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;

 private:
  int home_;
};

// A new, empty namespace.
int make() {
  const Elsewhere elsewhere;
  if (unshare(CLONE_NEWNET) != 0) throw_errno("unshare");
  return here();
}

// As other programs can name it while this one runs.
std::string path_of(int space) { return fmt::format("/proc/{}/fd/{}", getpid(), space); }

void run_in(int space, const std::string& command) {
  run(fmt::format("nsenter --net={} sh -c '{}'", path_of(space), command));
}

}  // namespace

std::optional<std::string> why_no_namespaces() {
  if (geteuid() != 0) return "only root may make network namespaces";
  for (const char* program : {"ip", "nft", "nsenter", "unshare"})
    if (!there_is(program))
      return fmt::format("there is no program `{}` (packages iproute2, nftables, util-linux)", program);
  // In a container the right to it may be missing all the same, or the kernel's part of nftables.
  if (std::system(
          "unshare --net --mount sh -c 'ip link add one type veth peer name two && nft add table inet t' 2>&1") != 0)
    return "this system does not let us make a network namespace with veth and nftables";
  return std::nullopt;
}

NetworkNamespace::NetworkNamespace() : slack_(make()), daemon_(make()) {
  run_in(slack_, fmt::format("ip link set lo up && ip link add slack type veth peer name daemon netns {} && "
                             "ip addr add {}/24 dev slack && ip addr add {}/24 dev slack && ip link set slack up",
                             path_of(daemon_), kSlackAddress, kOtherSlackAddress));
  run_in(daemon_,
         fmt::format("ip link set lo up && ip addr add {}/24 dev daemon && ip link set daemon up", kDaemonAddress));
}

NetworkNamespace::~NetworkNamespace() {
  for (const int space : {slack_, daemon_}) close(space);
}

void NetworkNamespace::at_slack(const std::function<void()>& function) const {
  const Elsewhere elsewhere;
  enter(slack_);
  function();
}

std::vector<std::string> NetworkNamespace::launcher(const std::vector<Mount>& mounts) const {
  std::vector<std::string> words{"/usr/bin/nsenter", "--net=" + path_of(daemon_)};
  if (mounts.empty()) return words;
  std::string script;
  for (const Mount& mount : mounts) script += fmt::format("mount --bind {} {} && ", mount.file, mount.over);
  for (const char* word : {"unshare", "--mount", "--propagation", "private", "sh", "-c"}) words.emplace_back(word);
  words.push_back(script + "exec \"$0\" \"$@\"");
  return words;
}

// On what arrives at either end: a packet that is dropped on its way out would be an error for its sender.
void NetworkNamespace::filter(const std::string& rule) const {
  heal();
  for (const int space : {slack_, daemon_})
    run_in(space,
           "nft add table inet bad && nft add chain inet bad arrival \"{ type filter hook input priority 0; }\" "
           "&& nft add rule inet bad arrival " +
               rule);
}

void NetworkNamespace::swallow_all() const { filter("drop"); }
void NetworkNamespace::swallow_to(const std::string& address) const { filter("ip daddr " + address + " drop"); }
void NetworkNamespace::reset_all() const { filter("tcp flags and rst == 0 reject with tcp reset"); }
void NetworkNamespace::lose_some() const { filter("numgen random mod 4 == 0 drop"); }
void NetworkNamespace::unplug() const { run_in(slack_, "ip link set slack down"); }

void NetworkNamespace::heal() const {
  for (const int space : {slack_, daemon_}) run_in(space, "nft flush ruleset");
  run_in(slack_, "ip link set slack up");
}

}  // namespace presenced::test
